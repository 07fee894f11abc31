import { setImmediate as nextTurn } from "node:timers/promises";
import { createApi, type ListeningApi, type NodeAccess } from "@jingzhun/api";
import { chainIdOf, decodeGenesis, hex, JzError } from "@jingzhun/ledger";
import { openAttachmentStore } from "./attachments/index.ts";
import { VERSION } from "./cli/version.ts";
import { type Clock, openTestClock, systemClock } from "./clock.ts";
import type { NodeConfig } from "./config/index.ts";
import { type NodeCore, peersOf } from "./core.ts";
import { readGenesis, readGenesisAttachments } from "./genesis-files.ts";
import { configuredPassphrase, openNodeKeys } from "./keystore/index.ts";
import type { Logger } from "./logging.ts";
import { mempoolRefusals } from "./mempool/refusals.ts";
import { Metrics } from "./metrics.ts";
import { type MetricsServer, serveMetrics } from "./metrics-server.ts";
import { openCore } from "./open-core.ts";
import { NodeReader } from "./reader.ts";
import { createSignaturePool, workersFor } from "./signatures/index.ts";
import { lastAdoption } from "./signing/index.ts";
import { testnetAccess } from "./testnet-access.ts";
import { createTransport } from "./transport/index.ts";
import type { Transport } from "./transport/transport.ts";

export interface NodeDeps {
  readonly logger: Logger;
  /** Serves the console's files before the API's routes. */
  readonly files?: NonNullable<Parameters<typeof createApi>[1]["files"]>;
  /** Puts something between the node and its network: for who tests others with a node that misbehaves. */
  readonly throughNetwork?: (transport: Transport) => Transport;
  /** Told of what a node can't go on after; by default the process ends. */
  readonly onFatal?: (error: unknown) => void;
}

export interface RunningNode {
  readonly access: NodeAccess;
  readonly core: NodeCore;
  /** base URL of the API */
  readonly url: string;
  /** multiaddrs on which it listens */
  readonly addresses: readonly string[];
  /** Ends gracefully: answers what runs, finishes the commit under way, closes every file. */
  stop(): Promise<void>;
}

/** Exit code of a node that can't go on: what must hold doesn't, or its disk failed. */
const FATAL_EXIT = 70;

const DISK_FULL =
  "硬盘已满。请腾出空间后重新启动，数据没有损坏。 / its disk is full: make room and start it again; nothing is damaged";
const AS_IT_SAYS =
  "原因见 error。重启后仍如此，请运行 jingzhun doctor。 / see `error`; if a restart doesn't help, run jingzhun doctor";

function isDiskFull(error: unknown): boolean {
  return /ENOSPC|no space left/i.test(
    `${(error as NodeJS.ErrnoException).code} ${String(error)} ${JSON.stringify((error as Partial<JzError>).values ?? {})}`,
  );
}

/**
 * Opens a node's folder and starts everything: ledger, attachments, keys, network, consensus, API (DESIGN §12). When
 * it rejects, whatever was opened is closed again.
 *
 * @throws JzError and StorageError of the parts: `storage.locked` when another process has the folder open
 */
export async function createNode(config: NodeConfig, deps: NodeDeps): Promise<RunningNode> {
  const { logger } = deps;
  const closers: (() => unknown)[] = [];
  const closeAll = async () => {
    for (const close of closers.reverse()) {
      try {
        await close();
      } catch (error) {
        logger.warn({ error: String(error) }, "a part did not close cleanly");
      }
    }
    closers.length = 0;
  };
  try {
    return await assemble(config, deps, closers, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function assemble(
  config: NodeConfig,
  deps: NodeDeps,
  closers: (() => unknown)[],
  closeAll: () => Promise<void>,
): Promise<RunningNode> {
  const { logger } = deps;
  const genesisBytes = readGenesis(config.network.genesis);
  const genesis = decodeGenesis(genesisBytes);
  const chainId = chainIdOf(genesisBytes);
  const founders =
    config.network.genesisAttachments === undefined
      ? undefined
      : readGenesisAttachments(config.network.genesisAttachments);

  const clock = openClock(config, genesis.testNetwork, logger);
  closers.push(() => clock.close());
  const keys = await openNodeKeys(config.keys, configuredPassphrase(config.keys));
  if (founders === undefined && keys.consensus !== undefined) {
    throw new JzError("genesis.attachments_missing", "network.genesisAttachments");
  }
  const { signatureWorkers, validatorsOnHost } = config.resources;
  const signatures = createSignaturePool({ workers: signatureWorkers ?? workersFor(validatorsOnHost) });
  closers.push(() => signatures.close());

  const networkKey = keys.network.publicKey;
  const bootstrapPeers = config.p2p.peers;
  const network = createTransport({
    networkSeed: keys.network.seed,
    chainId,
    listen: config.p2p.listen,
    announce: config.p2p.announce,
    peers: peersOf(genesis.validators, { bootstrapPeers, networkKey }),
    logger: logger.child({ part: "transport" }),
  });
  const transport = deps.throughNetwork?.(network) ?? network;
  let running: RunningNode | undefined;
  let isEnding = false;
  const onFatal = (error: unknown) => {
    // What comes after the first is its consequence.
    if (isEnding) return;
    isEnding = true;
    const { message, stack } = error as Error;
    logger.fatal(
      { error: message, stack, values: (error as Partial<JzError>).values },
      `the node can't go on and ends: ${isDiskFull(error) ? DISK_FULL : AS_IT_SAYS}`,
    );
    if (deps.onFatal !== undefined) deps.onFatal(error);
    else {
      const end = () => process.exit(FATAL_EXIT);
      (running?.stop() ?? closeAll()).then(end, end);
    }
  };
  const { core, store } = await openCore({
    genesis: genesisBytes,
    genesisAttachments: founders,
    dataFolder: config.storage.folder,
    keysFolder: config.keys.folder,
    consensusSeed: keys.consensus?.seed,
    networkSeed: keys.network.seed,
    openAttachments: openAttachmentStore,
    transport,
    signatures,
    bootstrapPeers,
    clock,
    logger,
    breathe: () => nextTurn(),
    onFatal,
    onOpened: (close) => closers.push(close),
  });
  const adoption = lastAdoption(config.keys.folder);
  if (adoption !== undefined)
    logger.warn({ adoption }, "the signer's record was made by the operator's word");
  const metrics = new Metrics(core);
  closers.push(() => metrics.close());
  const isTestClock = "advance" in clock;
  const access = new NodeReader({
    core,
    store,
    metrics,
    genesis: genesisBytes,
    testNetwork: genesis.testNetwork,
    version: VERSION,
    folder: config.storage.folder,
    ...(isTestClock ? { testnet: testnetAccess(clock, config.network.operators) } : {}),
  });
  if (isTestClock) closers.push(clock.onMove(() => core.production.clockMoved()));

  closers.push(() => core.stop());
  await core.start();
  const api = createApi(access, {
    version: VERSION,
    corsOrigins: config.api.origins,
    audiences: config.api.audiences,
    catalogue: mempoolRefusals,
    metrics: config.metrics.port === undefined,
    onAnswer: (route, status, ms) => metrics.answered(route, status, ms),
    onError: (error) =>
      logger.error({ error: String(error), stack: (error as Error).stack }, "the API met an error"),
    ...(deps.files === undefined ? {} : { files: deps.files }),
  });
  const listening: ListeningApi = await api.listen({ host: config.api.host, port: config.api.port });
  closers.push(() => {
    const closed = listening.close();
    core.mempool.outcomes.release();
    return closed;
  });
  if (config.metrics.port !== undefined) {
    const { host, port } = config.metrics;
    const server: MetricsServer = await serveMetrics(access, { host, port });
    closers.push(() => server.close());
  }
  logger.info(
    {
      chainId,
      height: store.head.height,
      api: listening.url,
      p2p: transport.addresses(),
      networkKey: hex(networkKey),
      workers: signatures.workers,
    },
    "the node runs",
  );
  let stopping: Promise<void> | undefined;
  running = {
    access,
    core,
    url: listening.url,
    addresses: transport.addresses(),
    stop: () => (stopping ??= closeAll()),
  };
  return running;
}

type ClosableClock = Clock & { close(): void };

/** @throws JzError `clock.production`: only a test network's clock may be moved */
function openClock(
  config: NodeConfig,
  testNetwork: boolean,
  logger: Logger,
): ReturnType<typeof openTestClock> | ClosableClock {
  const { clock } = config.network;
  if (clock === undefined) return { ...systemClock(), close: () => {} };
  if (!testNetwork) throw new JzError("clock.production", "network.clock");
  return openTestClock(clock, (error) =>
    logger.warn({ error: error.message }, "the clock file can't be read"),
  );
}
