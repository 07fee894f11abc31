import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "@jingzhun/api";
import { chainIdOf, decodeGenesis, type Genesis, hex, JzError } from "@jingzhun/ledger";
import { apiUrl, fetchStatus, type NodeStatus } from "../cli/status-command.ts";
import { ConfigError, describeProblem, type LoadedConfig, type NodeConfig } from "../config/index.ts";
import { incidentFiles, openIncidents } from "../incidents.ts";
import { CONSENSUS_KEY_FILE, NETWORK_KEY_FILE, readKeyFile } from "../keystore/index.ts";
import { problem, watching } from "../problems.ts";
import { SILENT_HEIGHTS } from "../signing/watch.ts";
import { loadWatch } from "../signing/watch-files.ts";
import { bad, type Finding, ok } from "./finding.ts";
import { checkClock, checkDisk, checkFileLimit, checkVersions } from "./host-checks.ts";
import { checkKeys, findingOf } from "./key-checks.ts";
import { checkPeers, checkPorts } from "./network-checks.ts";

/** Looks at everything that a node needs to run, running or not. Changes nothing. */
export async function diagnose(load: () => LoadedConfig): Promise<Finding[]> {
  const findings = checkVersions();
  let loaded: LoadedConfig;
  try {
    loaded = load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [
      ...findings,
      ...checkFileLimit(),
      ...error.problems.map((problem) => configFinding(describeProblem(problem))),
    ];
  }
  const { config, file, unknownVariables } = loaded;
  findings.push(ok("config", file, file));
  for (const name of unknownVariables) {
    findings.push(
      bad(
        "warning",
        "config",
        [`环境变量 ${name} 不对应任何设置`, `the environment variable ${name} names no setting`],
        ["改正拼写；见“jingzhun config show”", 'correct its name; see "jingzhun config show"'],
      ),
    );
  }
  const { genesis, chainId, finding } = readGenesis(config);
  findings.push(finding);
  const status = await fetchStatus(apiUrl(config.api), 3_000);
  findings.push(...checkDisk(config.storage.folder), ...checkFileLimit());
  findings.push(...(await checkClock(genesis === undefined || genesis.testNetwork ? 0 : genesis.timestamp)));
  findings.push(...(await checkKeys(config.keys, genesis?.validators)));
  const votes = existsSync(join(config.keys.folder, CONSENSUS_KEY_FILE));
  if (votes && config.network.genesisAttachments === undefined) {
    findings.push(findingOf("genesis.attachments", new JzError("genesis.attachments_missing")));
  }
  if (status === undefined) findings.push(...checkIncidents(config), ...(await checkPorts(config)));
  else findings.push(...checkRunning(status, chainId));
  findings.push(...(await checkPeers(peersOf(config, genesis), genesis?.validators)));
  return findings;
}

function configFinding(text: string): Finding {
  return bad(
    "problem",
    "config",
    [`配置有误：${text}`, `the configuration is wrong: ${text}`],
    [
      "改正该设置；“jingzhun config show”列出每项设置",
      'correct it; "jingzhun config show" explains each setting',
    ],
  );
}

function readGenesis(config: NodeConfig): { genesis?: Genesis; chainId?: string; finding: Finding } {
  const file = config.network.genesis;
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(readFileSync(file));
  } catch (error) {
    const problem = String((error as NodeJS.ErrnoException).code);
    return { finding: findingOf("genesis", new JzError("genesis.file", "", { file, problem })) };
  }
  try {
    const genesis = decodeGenesis(bytes);
    const chainId = chainIdOf(bytes);
    if (config.network.clock !== undefined && !genesis.testNetwork) {
      return { genesis, chainId, finding: findingOf("genesis", new JzError("clock.production")) };
    }
    return { genesis, chainId, finding: ok("genesis", chainId, chainId) };
  } catch (error) {
    return {
      finding: findingOf("genesis", error instanceof JzError ? error : new JzError("genesis.invalid")),
    };
  }
}

/** Why a stopped node wouldn't vote when it is started; a running one says so itself. */
function checkIncidents(config: NodeConfig): Finding[] {
  const incidents = openIncidents(incidentFiles(config.keys.folder, config.storage.folder));
  const problems: Problem[] = [];
  if (incidents.keyElsewhere) problems.push(problem("node.key_elsewhere"));
  if (incidents.divergedAt !== undefined)
    problems.push(problem("node.diverged", { height: incidents.divergedAt }));
  const findings = problems.map((each) => findingOfProblem("problem", each));
  const notes = loadWatch(config.keys.folder, Date.now());
  if (notes !== undefined) {
    const resumesAt = notes.head === null ? undefined : notes.head + SILENT_HEIGHTS;
    findings.push(findingOfProblem("warning", watching(notes, resumesAt)));
  }
  return findings;
}

function findingOfProblem(level: "problem" | "warning", { code, zh, en, remedy }: Problem): Finding {
  const [remedyZh = remedy, remedyEn = remedy] = remedy.split(" / ");
  return bad(level, code, [zh, en], [remedyZh, remedyEn]);
}

/** A running node's own view. */
function checkRunning(status: NodeStatus, chainId: string | undefined): Finding[] {
  if (chainId !== undefined && status.chainId !== chainId) {
    return [
      bad(
        "problem",
        "running",
        [
          `API 端口上是另一网络的节点（${status.chainId}）`,
          `a node of another network answers on the API port (${status.chainId})`,
        ],
        ["停止它，或改 api.port", "stop it, or change api.port"],
      ),
    ];
  }
  const at = `${status.height} ${status.blockHash.slice(0, 16)}`;
  const findings = [ok("running", `节点运行中，高度 ${at}`, `the node runs, height ${at}`)];
  for (const { code, zh, en, remedy } of status.problems) {
    findings.push(bad("problem", `running.${code}`, [zh, en], [remedy, remedy]));
  }
  return findings;
}

function peersOf(
  config: NodeConfig,
  genesis: Genesis | undefined,
): { name: string; addresses: readonly string[] }[] {
  const peers = new Map<string, { name: string; addresses: readonly string[] }>();
  const own = ownNetworkKey(config);
  for (const { networkKey, organisation, addresses } of genesis?.validators ?? []) {
    if (hex(networkKey) !== own) peers.set(hex(networkKey), { name: organisation, addresses });
  }
  for (const { key, addresses } of config.p2p.peers) {
    const known = peers.get(key);
    peers.set(key, {
      name: known?.name ?? key.slice(0, 16),
      addresses: [...addresses, ...(known?.addresses ?? [])],
    });
  }
  return [...peers.values()];
}

function ownNetworkKey(config: NodeConfig): string | undefined {
  try {
    return readKeyFile(join(config.keys.folder, NETWORK_KEY_FILE)).publicKey;
  } catch {
    return undefined; // found and told by checkKeys
  }
}
