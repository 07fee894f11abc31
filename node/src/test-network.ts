import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Action,
  type Attachment,
  attachmentId,
  chainIdOf,
  defaultParams,
  encode,
  encodeGenesis,
  encodeSignedTx,
  keyId,
  type Params,
  registry,
  type SignedTx,
  signTx,
  sortValidators,
  suite,
  utf8,
} from "@jingzhun/ledger";
import { type ConfigInput, configSchema, type NodeConfig } from "./config/index.ts";
import { createKey, SCRYPT_N_TEST } from "./keystore/index.ts";
import { createLogger, type LogLevel } from "./logging.ts";
import { createNode, type RunningNode } from "./node.ts";
import { createSigner } from "./signing/index.ts";

/** For tests: whole nodes in this process, on free ports, in a temporary folder. */
export interface TestNodes extends AsyncDisposable {
  readonly chainId: string;
  readonly configs: readonly NodeConfig[];
  /** undefined: not running */
  readonly nodes: readonly (RunningNode | undefined)[];
  node(index: number): RunningNode;
  start(index: number): Promise<RunningNode>;
  stop(index: number): Promise<void>;
  /** A submission signed by the admin key of node 0's organisation. */
  sign(actions: readonly Action[], options?: SignOptions): SignedTx;
  /** Resolves when these nodes (all that run, unless given) are at `height`. */
  reach(height: number, indexes?: readonly number[], timeoutMs?: number): Promise<void>;
}

interface SignOptions {
  readonly seed?: Uint8Array;
  readonly expiresInMs?: number;
  readonly attachments?: readonly Attachment[];
}

export const VILLAGE = "433124110226";
const DIVISIONS = [
  ["430000000000", "湖南省", "province", "000000000000"],
  ["433100000000", "湘西土家族苗族自治州", "city", "430000000000"],
  ["433124000000", "花垣县", "county", "433100000000"],
  ["433124110000", "双龙镇", "township", "433124000000"],
  [VILLAGE, "十八洞村", "village", "433124110000"],
] as const;
const KINDS = ["poverty", "finance", "civil", "audit"] as const;
const PASSPHRASE = "test";

/** 32 bytes, the same for the same words. */
export function testSeed(...words: readonly (string | number)[]): Uint8Array {
  return suite.hash(utf8(words.join("/")));
}

/** An action that an admin key may do any number of times: a hosted organisation. */
export function registerVillage(name: string): Action {
  return [
    "access.registerOrganisation",
    { organisation: name, name: `村 ${name}`, kind: "village", division: VILLAGE },
  ];
}

export async function startTestNodes(
  options: {
    readonly nodes?: number;
    /** nodes beside those, that genesis doesn't know; started one by one */
    readonly spare?: number;
    readonly params?: Partial<Params>;
    readonly level?: LogLevel;
    /** false: they are started one by one, here or elsewhere */
    readonly start?: boolean;
  } = {},
): Promise<TestNodes> {
  const { nodes: count = 4, spare = 0, level = "silent" } = options;
  const folder = mkdtempSync(join(tmpdir(), "jingzhun-nodes-"));
  const ports = await freePorts(count + spare);
  const keys = ports.map((_, i) => ({
    organisation: `org-${i}`,
    consensus: testSeed("consensus", i),
    network: testSeed("network", i),
    admin: testSeed("admin", i),
  }));
  const founders = keys.slice(0, count);
  const attachment: Attachment = {
    class: "restricted",
    salt: testSeed("salt").subarray(0, 16),
    bytes: utf8(""),
  };
  const genesis = encodeGenesis({
    name: "nodes",
    suite: suite.name,
    timestamp: Date.now(),
    organisations: founders.map(({ organisation, admin }, i) => ({
      id: organisation,
      name: organisation,
      kind: KINDS[i % KINDS.length]!,
      division: "433124000000",
      adminKeys: [suite.publicKey(admin)],
    })),
    validators: sortValidators(
      founders.map(({ organisation, consensus, network }, i) => ({
        organisation,
        consensusKey: suite.publicKey(consensus),
        networkKey: suite.publicKey(network),
        addresses: [`/ip4/127.0.0.1/tcp/${ports[i]}`],
      })),
    ),
    params: { ...defaultParams, ...options.params },
    modules: { ...registry.versions },
    records: DIVISIONS.map(([code, name, level, parent]) => [`division/${code}`, { name, level, parent }]),
    attachments: [attachmentId(attachment)],
    testNetwork: true,
  });
  const genesisFile = join(folder, "genesis.bin");
  const attachmentsFile = join(folder, "genesis.attachments.bin");
  writeFileSync(genesisFile, genesis);
  writeFileSync(attachmentsFile, encode([[attachment.class, attachment.salt, attachment.bytes]]));
  const configs: NodeConfig[] = [];
  for (const [i, key] of keys.entries()) {
    const keyFolder = join(folder, `node${i}`, "keys");
    mkdirSync(keyFolder, { recursive: true, mode: 0o700 });
    for (const role of ["consensus", "network"] as const) {
      const file = join(keyFolder, `${role}.json`);
      await createKey(file, PASSPHRASE, { role, seed: key[role], scryptN: SCRYPT_N_TEST });
    }
    createSigner(keyFolder, suite.publicKey(key.consensus));
    const input: ConfigInput = {
      network: {
        genesis: genesisFile,
        genesisAttachments: attachmentsFile,
        clock: join(folder, "clock.json"),
      },
      storage: { folder: join(folder, `node${i}`, "data") },
      keys: { folder: keyFolder, passphrase: PASSPHRASE },
      p2p: { listen: [`/ip4/127.0.0.1/tcp/${ports[i]}`] },
      api: { host: "127.0.0.1", port: 0 },
      resources: { validatorsOnHost: count },
    };
    configs.push(configSchema.parse(input));
  }
  const chainId = chainIdOf(genesis);
  const nodes: (RunningNode | undefined)[] = ports.map(() => undefined);
  let nonce = 0;
  const network: TestNodes = {
    chainId,
    configs,
    nodes,
    node(index) {
      const node = nodes[index];
      if (node === undefined) throw new Error(`node ${index} doesn't run`);
      return node;
    },
    async start(index) {
      const logger = createLogger({ level, node: String(index) });
      const onFatal = (error: unknown) => {
        console.error(`node ${index} can't go on`, error);
      };
      return (nodes[index] = await createNode(configs[index]!, { logger, onFatal }));
    },
    async stop(index) {
      const node = nodes[index];
      nodes[index] = undefined;
      await node?.stop();
    },
    sign(actions, { seed = keys[0]!.admin, expiresInMs = 120_000, attachments = [] } = {}) {
      const body = {
        chainId,
        senderKeyId: keyId(suite.publicKey(seed)),
        nonce: testSeed("nonce", nonce++).subarray(0, 16),
        expiresAt: Date.now() + expiresInMs,
        actions,
      };
      return signTx(body, seed, attachments);
    },
    async reach(height, indexes, timeoutMs = 15_000) {
      const which = indexes ?? nodes.flatMap((node, i) => (node === undefined ? [] : [i]));
      const reached = await Promise.all(
        which.map((i) => network.node(i).access.waitHeight(height, timeoutMs)),
      );
      if (reached.every(Boolean)) return;
      const heights = which.map((i) => `${i}: ${network.node(i).access.head().height}`).join(", ");
      throw new Error(`height ${height} wasn't reached in ${timeoutMs} ms (${heights})`);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(nodes.map((_, i) => network.stop(i)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    if (options.start !== false) await Promise.all(founders.map((_, i) => network.start(i)));
  } catch (error) {
    await network[Symbol.asyncDispose]();
    throw error;
  }
  return network;
}

/** Encoded, as it is submitted. */
export function submission(tx: SignedTx): Uint8Array {
  return encodeSignedTx(tx);
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
