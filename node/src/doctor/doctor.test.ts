import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import {
  chainIdOf,
  defaultParams,
  encodeGenesis,
  type Genesis,
  sortValidators,
  suite,
  type Validator,
} from "@jingzhun/ledger";
import { describe, expect, it } from "vitest";
import { type ConfigInput, loadConfig, writeConfig } from "../config/index.ts";
import { KEY_ELSEWHERE_FILE } from "../incidents.ts";
import { createKey, SCRYPT_N_TEST } from "../keystore/index.ts";
import { createSigner, signerFile } from "../signing/index.ts";
import { WATCH_FILE } from "../signing/watch-files.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { diagnose } from "./doctor.ts";
import type { Finding } from "./finding.ts";

async function listening(
  handler?: Parameters<typeof createServer>[1],
): Promise<{ server: Server; port: number }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as { port: number }).port };
}

/** Ports that nobody listens on now. */
async function freePorts(n: number): Promise<number[]> {
  const taken = await Promise.all(Array.from({ length: n }, () => listening()));
  await Promise.all(taken.map(({ server }) => new Promise((resolve) => server.close(resolve))));
  return taken.map(({ port }) => port);
}

interface Patient extends Disposable {
  readonly folder: string;
  readonly keys: string;
  readonly chainId: string;
  readonly config: ConfigInput;
  /** Writes the configuration and looks: the findings that aren't ok, as `level check`. */
  look(): Promise<string[]>;
  findings(): Promise<Finding[]>;
}

/** A healthy node: the only validator of a network, with a second one of another organisation when `others` says so. */
async function patient(others: readonly Validator[] = []): Promise<Patient> {
  const folder = temporaryFolder();
  const keys = join(folder.path, "keys");
  mkdirSync(keys);
  const passphraseFile = join(keys, "passphrase");
  writeFileSync(passphraseFile, "p", { mode: 0o600 });
  const options = { scryptN: SCRYPT_N_TEST };
  const consensus = await createKey(join(keys, "consensus.json"), "p", { role: "consensus", ...options });
  const network = await createKey(join(keys, "network.json"), "p", { role: "network", ...options });
  createSigner(keys, consensus.publicKey);
  const [api, p2p] = (await freePorts(2)) as [number, number];
  const listen = `/ip4/127.0.0.1/tcp/${p2p}`;
  const own: Validator = {
    organisation: "own",
    consensusKey: consensus.publicKey,
    networkKey: network.publicKey,
    addresses: [listen],
  };
  const genesis: Genesis = {
    name: "clinic",
    suite: suite.name,
    timestamp: Date.now() - 1_000,
    organisations: [
      {
        id: "own",
        name: "自己",
        kind: "civil",
        division: "433124000000",
        adminKeys: [new Uint8Array(32).fill(1)],
      },
    ],
    validators: sortValidators([own, ...others]),
    params: defaultParams,
    modules: { access: 1 },
    records: [],
    attachments: [new Uint8Array(32)],
    testNetwork: false,
  };
  const bytes = encodeGenesis(genesis);
  writeFileSync(join(folder.path, "genesis.bin"), bytes);
  const config: ConfigInput = {
    network: { genesis: "genesis.bin", genesisAttachments: "genesis.attachments.bin" },
    keys: { folder: "keys", passphraseFile: "keys/passphrase" },
    p2p: { listen: [listen] },
    api: { port: api },
  };
  const findings = () => {
    const file = join(folder.path, "config.toml");
    writeConfig(file, config);
    return diagnose(() => loadConfig({ file }));
  };
  return {
    folder: folder.path,
    keys,
    chainId: chainIdOf(bytes),
    config,
    findings,
    look: async () =>
      (await findings()).filter(({ level }) => level !== "ok").map(({ level, check }) => `${level} ${check}`),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

/** What a machine may warn of without any fault of the node. */
const notOfTheMachine = (list: readonly string[]) =>
  list.filter((line) => !/^warning (disk|files|memory|clock)/.test(line));

describe("the doctor", () => {
  it("finds a healthy node healthy, and has looked at everything", async () => {
    using node = await patient();
    const findings = await node.findings();
    expect(findings.filter(({ level }) => level === "problem")).toEqual([]);
    const looked = new Set(findings.map(({ check }) => check));
    for (const check of [
      "versions",
      "config",
      "genesis",
      "disk.speed",
      "disk.space",
      "clock",
      "keys",
      "signer",
      "port.api",
      "port.p2p",
      "peers",
    ]) {
      expect(looked).toContain(check);
    }
    expect(notOfTheMachine(await node.look())).toEqual([]);
  });

  it("finds each thing that keeps it from running, with a remedy in both languages", async () => {
    using node = await patient();
    const found = async (change: () => void | Promise<void>) => {
      await change();
      return notOfTheMachine(await node.look());
    };
    const api = await listening();
    const good = node.config.api!;
    expect(await found(() => void (node.config.api = { port: api.port }))).toEqual(["problem port.api"]);
    node.config.api = good;
    expect(await found(() => chmodSync(join(node.keys, "network.json"), 0o644))).toEqual([
      "problem keys.permissions",
    ]);
    chmodSync(join(node.keys, "network.json"), 0o600);
    expect(await found(() => writeFileSync(join(node.keys, "passphrase"), "wrong"))).toEqual([
      "problem keys",
    ]);
    expect(await found(() => rmSync(join(node.keys, "passphrase")))).toEqual(["problem keys"]);
    writeFileSync(join(node.keys, "passphrase"), "p", { mode: 0o600 });
    const elsewhere = join(node.keys, KEY_ELSEWHERE_FILE);
    expect(await found(() => writeFileSync(elsewhere, "{}"))).toEqual(["problem node.key_elsewhere"]);
    const finding = (await node.findings()).find(({ check }) => check === "node.key_elsewhere")!;
    expect(finding.remedy!.zh).toMatch(/^停止使用/);
    expect(finding.remedy!.en).toMatch(/^stop the other copy/);
    rmSync(elsewhere);
    const watching = join(node.keys, WATCH_FILE);
    expect(await found(() => writeFileSync(watching, '{"head": 7}'))).toEqual(["warning node.watching"]);
    expect((await node.findings()).find(({ check }) => check === "node.watching")!.en).toContain("block 10");
    rmSync(watching);
    expect(await found(() => rmSync(signerFile(node.keys)))).toEqual(["problem signer"]);
    expect(await found(() => createSigner(node.keys, new Uint8Array(32)))).toEqual(["problem signer"]);
    expect(await found(() => void (node.config.network.clock = "clock.json"))).toContain("problem genesis");
    delete node.config.network.clock;
    expect(await found(() => writeFileSync(join(node.folder, "genesis.bin"), "x"))).toContain(
      "problem genesis",
    );
    expect(await found(() => rmSync(join(node.folder, "genesis.bin")))).toContain("problem genesis");
    expect(await found(() => void (node.config.api = { port: 70_000 }))).toContain("problem config");
    node.config.api = good;
    node.config.storage = { folder: "config.toml/data" };
    const disk = (await node.findings()).find(({ check }) => check === "disk.write");
    expect(disk).toMatchObject({ level: "problem" });
    expect(disk!.remedy!.zh).not.toBe("");
    expect(disk!.remedy!.en).not.toBe("");
    api.server.close();
  });

  it("calls peers that don't answer by their organisation's name", async () => {
    const peer = await listening();
    const [away] = (await freePorts(1)) as [number];
    const other = (n: number, port: number): Validator => ({
      organisation: `other-${n}`,
      consensusKey: suite.publicKey(new Uint8Array(32).fill(n)),
      networkKey: suite.publicKey(new Uint8Array(32).fill(n + 100)),
      addresses: [`/ip4/127.0.0.1/tcp/${port}`],
    });
    using node = await patient([other(1, peer.port), other(2, peer.port), other(3, away)]);
    const tolerated = (await node.findings()).find(({ check }) => check === "peers");
    expect(tolerated).toMatchObject({ level: "warning", en: "only 2 / 3 peers answer; away: other-3" });
    peer.server.close();
    const alone = (await node.findings()).find(({ check }) => check === "peers");
    expect(alone).toMatchObject({
      level: "problem",
      en: "only 0 / 3 peers answer; away: other-1, other-2, other-3",
    });
  });

  it("asks a node that runs, instead of looking at its ports", async () => {
    let status: object = {};
    const api = await listening((_, response) => response.end(JSON.stringify(status)));
    using node = await patient();
    node.config.api = { port: api.port };
    const base = { chainId: node.chainId, height: 7, blockHash: "ab".repeat(32), problems: [] };
    status = base;
    expect((await node.findings()).filter(({ check }) => check === "running")).toMatchObject([
      { level: "ok" },
    ]);
    status = { ...base, problems: [{ code: "node.behind", zh: "落后", en: "behind", remedy: "wait" }] };
    expect(notOfTheMachine(await node.look())).toEqual(["problem running.node.behind"]);
    status = { ...base, chainId: "another" };
    expect(notOfTheMachine(await node.look())).toEqual(["problem running"]);
    api.server.close();
  });
});
