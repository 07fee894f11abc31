import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import {
  type Attachment,
  attachmentId,
  compareText,
  defaultParams,
  encode,
  encodeGenesis,
  type Genesis,
  hex,
  type Params,
  registry,
  sortValidators,
  suite,
  type Validator,
  type Value,
} from "@jingzhun/ledger";
import { type ConfigInput, createKey, createSigner, SCRYPT_N_TEST, writeConfig } from "@jingzhun/node";
import { writeFileDurably } from "@jingzhun/node/durable-file";
import { loadDivisions } from "../divisions.ts";
import { demoVillages } from "../generator/villages.ts";
import type { Layout } from "./layout.ts";
import { adminKey, type DemoOperator, demoOperators, keySeed } from "./operators.ts";
import { demoOrganisations, validatorOrganisations } from "./organisations.ts";
import { writeNetwork } from "./settings.ts";
import { TestnetError } from "./testnet-error.ts";

/** How far before the host's time the demonstration begins: its processes take this long on the network's clock. */
export const DEMO_SPAN_MS = 60 * 86_400_000;
/** Name of a network with the demonstration's data: all of it is invented. */
export const DEMO_NAME = "demo";

export interface NewNetwork {
  layout: Layout;
  nodes: number;
  port: number;
  p2pPort: number;
  /** Where the network's clock begins, ms UTC, not in the future; the host's time unless given. */
  startsAt?: number | undefined;
  /** Genesis parameters as text, from the command line: `roundTimeout=500`, `domain.<name>=…`. */
  params?: Record<string, string>;
  seed?: string;
  /** Which the chain id begins with, so that everyone sees what the data is; `testnet` unless given. */
  name?: string;
  /** The port at which node `from` reaches node `to`, when that isn't where `to` listens: see Links. */
  peerPort?: ((from: number, to: number) => number) | undefined;
}

/** What a network is known by to its founders: genesis, its attachments, and each validator's keys. */
interface NetworkGenesis {
  genesis: Genesis;
  bytes: Uint8Array;
  attachments: Attachment[];
  /** In node order; the set in genesis is sorted by consensus key. */
  keys: { organisation: string; consensus: Uint8Array; network: Uint8Array }[];
}

/** The genesis of a test network: real divisions, invented organisations, keys from the seed. */
function testGenesis(options: {
  nodes: number;
  seed: string;
  name: string;
  timestamp: number;
  params: Params;
  api: (index: number) => string;
  /** p2p addresses that the chain names. */
  p2p: (index: number) => string[];
}): NetworkGenesis {
  const { seed } = options;
  const keys = validatorOrganisations(options.nodes).map(({ id }) => ({
    organisation: id,
    consensus: keySeed(seed, `consensus/${id}`),
    network: keySeed(seed, `network/${id}`),
  }));
  const validators: Validator[] = keys.map((key, index) => ({
    organisation: key.organisation,
    consensusKey: suite.publicKey(key.consensus),
    networkKey: suite.publicKey(key.network),
    addresses: options.p2p(index),
  }));
  const nodeOf = new Map(keys.map((key, index) => [key.organisation, index]));
  const attachment: Attachment = {
    class: "restricted",
    salt: keySeed(seed, "genesis-attachment").subarray(0, 16),
    bytes: new Uint8Array(0),
  };
  const genesis: Genesis = {
    name: options.name,
    suite: suite.name,
    timestamp: options.timestamp,
    organisations: demoOrganisations(options.nodes, demoVillages()).map((organisation) => {
      const node = nodeOf.get(organisation.id);
      return {
        ...organisation,
        adminKeys: [adminKey(seed, organisation.id).publicKey],
        ...(node === undefined ? {} : { api: [options.api(node)] }),
      };
    }),
    validators: sortValidators(validators),
    params: options.params,
    modules: registry.versions,
    records: loadDivisions()
      .map(({ code, name, level, parent }): readonly [string, Value] => [
        `division/${code}`,
        { name, level, parent },
      ])
      .sort(([a], [b]) => compareText(a, b)),
    attachments: [attachmentId(attachment)],
    testNetwork: true,
  };
  return { genesis, bytes: encodeGenesis(genesis), attachments: [attachment], keys };
}

/** Applies `key=value` from the command line to the defaults. Throws with what is accepted. */
function paramsFrom(given: Record<string, string> = {}): Params {
  const params: { [key: string]: unknown; domain: { [key: string]: Value } } = {
    ...defaultParams,
    domain: { ...(defaultParams.domain as { [key: string]: Value }) },
  };
  for (const [key, text] of Object.entries(given)) {
    const value: Value = /^-?\d+$/.test(text)
      ? Number(text)
      : text === "true"
        ? true
        : text === "false"
          ? false
          : text;
    if (key.startsWith("domain.")) params.domain[key.slice(7)] = value;
    else if (key in defaultParams && key !== "domain") params[key] = value;
    else {
      const names = Object.keys(defaultParams).filter((name) => name !== "domain");
      throw new TestnetError(
        `没有参数 ${key}`,
        `--params ${key}: there is no such parameter; there are ${names.join(", ")} and domain.<name>`,
      );
    }
  }
  return params as unknown as Params;
}

/** Writes everything that `node<i>` needs to start: genesis, keys, configuration, operators, the clock's offset. */
export async function createNetwork(options: NewNetwork): Promise<void> {
  const { layout, nodes, port, p2pPort } = options;
  const seed = options.seed ?? "jingzhun";
  const now = Date.now();
  const offset = Math.min(0, (options.startsAt ?? now) - now);
  const api = (index: number) => `http://127.0.0.1:${port + index}`;
  const address = (at: number) => `/ip4/127.0.0.1/tcp/${at}`;
  const { peerPort } = options;
  const network = testGenesis({
    nodes,
    seed,
    name: options.name ?? "testnet",
    timestamp: now + offset,
    params: paramsFrom(options.params),
    api,
    // An address on the chain is one for all: behind relays each node has its own, and they stand in its configuration.
    p2p: (index) => (peerPort === undefined ? [address(p2pPort + index)] : []),
  });
  mkdirSync(layout.operators, { recursive: true, mode: 0o700 });
  writeFileDurably(layout.genesis, network.bytes);
  writeFileDurably(
    layout.genesisAttachments,
    encode(network.attachments.map((each): Value => [each.class, each.salt, each.bytes])),
  );
  writeFileDurably(layout.clock, `${JSON.stringify({ offset })}\n`);
  for (const operator of demoOperators(seed, demoVillages())) writeOperator(layout, operator);

  for (const [index, key] of network.keys.entries()) {
    const node = layout.node(index);

    // Left-overs of a creation that was cut off: nothing was ever started with them.
    rmSync(node.keys, { recursive: true, force: true });
    mkdirSync(node.keys, { recursive: true, mode: 0o700 });
    const passphrase = `test-${hex(keySeed(seed, `passphrase/${key.organisation}`)).slice(0, 16)}`;
    const passphraseFile = join(node.keys, "passphrase");
    writeFileSync(passphraseFile, `${passphrase}\n`, { mode: 0o600 });
    const settings = { scryptN: SCRYPT_N_TEST } as const;
    const consensus = await createKey(join(node.keys, "consensus.json"), passphrase, {
      role: "consensus",
      seed: key.consensus,
      ...settings,
    });
    await createKey(join(node.keys, "network.json"), passphrase, {
      role: "network",
      seed: key.network,
      ...settings,
    });
    await createKey(join(node.keys, "admin.json"), passphrase, {
      role: "admin",
      seed: adminKey(seed, key.organisation).seed,
      ...settings,
    });
    createSigner(node.keys, consensus.publicKey);
    const here = (path: string) => relative(node.dir, path);
    const config: ConfigInput = {
      network: {
        genesis: here(layout.genesis),
        genesisAttachments: here(layout.genesisAttachments),
        clock: here(layout.clock),
        operators: here(layout.operators),
      },
      storage: { folder: here(node.data) },
      keys: { folder: here(node.keys), passphraseFile: here(passphraseFile) },
      p2p: {
        listen: [address(p2pPort + index)],
        peers: network.keys.flatMap((peer, i) =>
          i === index
            ? []
            : [
                {
                  key: hex(suite.publicKey(peer.network)),
                  addresses: [address(peerPort?.(index, i) ?? p2pPort + i)],
                },
              ],
        ),
      },
      api: { host: "127.0.0.1", port: port + index },
      resources: { validatorsOnHost: nodes },
    };
    writeConfig(node.config, config);
  }
  // Last: a network whose creation was cut off has no settings, so the next start makes it anew.
  writeNetwork(layout, { nodes, port, p2pPort, seed });
}

/** From then on the nodes offer it to whoever signs in. */
export function writeOperator(layout: Layout, operator: DemoOperator): void {
  writeFileDurably(join(layout.operators, `${operator.id}.json`), `${JSON.stringify(operator)}\n`);
}
