import { createQbft } from "@jingzhun/consensus";
import { decodedValue, hex, type Organisation, type Registry, type Validator } from "@jingzhun/ledger";
import { AttachmentExchange } from "./attachment-exchange/attachment-exchange.ts";
import type { AttachmentStore } from "./attachments/index.ts";
import { Chain, type ChainStore, type Committed } from "./chain/chain.ts";
import type { Follower } from "./chain/followers.ts";
import type { Clock } from "./clock.ts";
import { type Divergence, divergenceReport } from "./divergence.ts";
import { ConsensusDriver } from "./driver/driver.ts";
import { EvidencePool } from "./evidence/evidence-pool.ts";
import type { Incidents } from "./incidents.ts";
import type { Logger } from "./logging.ts";
import { Mempool } from "./mempool/mempool.ts";
import { Production } from "./production/production.ts";
import type { SignaturePool } from "./signatures/index.ts";
import type { Wal, Watch } from "./signing/index.ts";
import { OthersHeads } from "./sync/others-heads.ts";
import { StartGate } from "./sync/start-gate.ts";
import { Sync } from "./sync/sync.ts";
import type { RegisteredPeer, Transport } from "./transport/index.ts";

/** Everything that touches the world, handed in: sockets, disks, clock, keys. A simulator hands in its own. */
export interface CoreParts {
  readonly chainId: string;
  readonly epoch: number;
  readonly registry: Registry;
  /** Salt of genesis's restricted attachment; undefined on a node that isn't an entitled replica. */
  readonly genesisSalt: Uint8Array | undefined;
  readonly store: ChainStore;
  readonly attachments: AttachmentStore;
  readonly transport: Transport;
  readonly signatures: SignaturePool;
  readonly wal: Wal;
  /** Whether this node may sign, and with what. */
  readonly watch: Watch;
  /** own consensus public key; null: an observer */
  readonly consensusKey: Uint8Array | null;
  /** Signs the body of a system transaction with it; null: an observer. */
  readonly signSystem: ((body: Uint8Array) => Uint8Array) | null;
  /** private network key, 32 bytes */
  readonly networkSeed: Uint8Array;
  readonly networkKey: Uint8Array;
  /** From the configuration: allowed beside those registered on the chain. */
  readonly bootstrapPeers: readonly RegisteredPeer[];
  /** Why this node signs nothing, kept over restarts. */
  readonly incidents: Incidents;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Lets others have the event loop. */
  readonly breathe: () => Promise<void>;
  /** What must hold doesn't, or the disk failed: the node stops rather than goes on wrong. */
  readonly onFatal: (error: unknown) => void;
}

/** A node without its doors: mempool, attachments, production, consensus, sync over one chain. */
export class NodeCore {
  readonly parts: CoreParts;
  readonly chain: Chain;
  readonly exchange: AttachmentExchange;
  readonly mempool: Mempool;
  readonly production: Production;
  readonly evidence: EvidencePool;
  readonly driver: ConsensusDriver;
  readonly sync: Sync;
  readonly othersHeads: OthersHeads;
  readonly startGate: StartGate;
  #stopped = false;
  #followers: readonly Follower[];

  constructor(parts: CoreParts) {
    this.parts = parts;
    const { transport, signatures, clock, logger, onFatal } = parts;
    this.chain = new Chain(parts);
    const chain = this.chain;
    this.#followers = chain.followers;
    this.exchange = new AttachmentExchange({
      ...parts,
      store: parts.attachments,
      validators: () => chain.validators,
      followers: () => chain.followers,
    });
    const shared = { chain, exchange: this.exchange, transport, signatures, clock, logger };
    this.mempool = new Mempool({
      ...shared,
      entitled: () => this.#entitled(),
      onChange: () => this.production.consider(),
    });
    const mempool = this.mempool;
    this.production = new Production({
      ...shared,
      pool: mempool.pool,
      executableOf: (tx) => mempool.executableOf(tx),
      isAvailable: (key) => this.exchange.isAvailable(key),
      nextAwaitedExpiry: () => mempool.outcomes.nextExpiry(),
      wake: () => this.driver.wake(),
      onUseless: (txs) => mempool.drop(txs),
    });
    // First what a block settles, then whether this node may sign again, then what begins with it.
    chain.onCommitted((committed) => this.#committed(committed));
    this.startGate = new StartGate({ ...shared, onOpen: () => this.driver.release() });
    this.othersHeads = new OthersHeads({ ...shared, watch: parts.watch, onFatal });
    this.evidence = new EvidencePool({ ...parts, ...shared, mempool });
    this.driver = new ConsensusDriver({
      ...shared,
      evidence: this.evidence,
      qbft: createQbft({ chainId: parts.chainId, epoch: parts.epoch, self: parts.consensusKey }),
      mempool,
      production: this.production,
      wal: parts.wal,
      watch: parts.watch,
      startGate: this.startGate,
      consensusKey: parts.consensusKey,
      incidents: parts.incidents,
      onBehind: (height, peer) => this.sync.behind(height, peer),
      onDivergence: (divergence) => this.#diverged(divergence),
      onFatal,
    });
    this.sync = new Sync({
      ...shared,
      isWatching: () => parts.watch.isWatching,
      onHead: (peer, height) => this.startGate.heard(peer, height),
      onBegin: () => this.driver.pause(),
      onEnd: () => this.driver.resume(),
      onCertified: (certificate, set, timestamp) => this.driver.certified(certificate, set, timestamp),
      onOffer: (ids, from) => mempool.pull(ids, from),
      onDivergence: (divergence) => this.#diverged(divergence),
      onFatal,
    });
  }

  /** Index of this node in the set of the next height; undefined: no vote. */
  get validatorIndex(): number | undefined {
    const { consensusKey } = this.parts;
    if (consensusKey === null) return undefined;
    const own = hex(consensusKey);
    const index = this.chain.validators.findIndex((validator) => hex(validator.consensusKey) === own);
    return index < 0 ? undefined : index;
  }

  /** Validators that can be heard now, this one included. */
  get validatorsPresent(): number {
    const { transport } = this.parts;
    return this.chain.validators.filter(({ networkKey }) => {
      const key = hex(networkKey);
      return key === transport.self || transport.isConnected(key);
    }).length;
  }

  /** Starts the transport last of all, so that nobody is answered before there are answers. */
  async start(): Promise<void> {
    this.mempool.start();
    if (this.parts.incidents.divergedAt === undefined) {
      this.startGate.start();
      this.driver.start();
      this.othersHeads.start();
    } else await this.#standStill();
    await this.parts.transport.start();
  }

  /** Resolves when nothing of it is under way; what it was given is closed by who gave it. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.mempool.stop();
    this.sync.stop();
    this.startGate.stop();
    this.othersHeads.stop();
    this.production.stop();
    this.evidence.stop();
    await this.driver.stop();
    await this.parts.transport.stop();
    await this.chain.idle();
  }

  #committed(committed: Committed): void {
    const { block } = committed;
    this.mempool.committed(committed);
    this.production.committed(
      block.txs.length,
      block.result.txIds.map((id) => Buffer.from(id).toString("latin1")),
    );
    const { validators, followers } = this.chain;
    const isSameSet = hex(block.header.nextValidatorsHash) === hex(block.header.validatorsHash);
    if (isSameSet && followers === this.#followers) return;
    this.#followers = followers;
    this.parts.transport.allow(peersOf([...validators, ...followers], this.parts));
  }

  #diverged(divergence: Divergence): void {
    const { incidents, clock, logger, onFatal } = this.parts;
    const report = divergenceReport(divergence, clock.now());
    const { height, hash, differing, failure } = report;
    logger.fatal(
      { height, hash, differing, failure },
      "a quorum certified a block that doesn't come out here",
    );
    try {
      incidents.diverged(report);
    } catch (error) {
      logger.fatal({ error: String(error) }, "the divergence report could not be stored");
    }
    this.#standStill().catch(onFatal);
  }

  /** On a state that isn't the network's nothing is built, voted for or committed. */
  async #standStill(): Promise<void> {
    this.production.stop();
    this.sync.stop();
    this.startGate.stop();
    this.othersHeads.stop();
    this.evidence.stop();
    await this.driver.stop();
  }

  /** Attachments may be submitted here, or at these addresses. */
  #entitled(): true | string[] {
    const own = hex(this.parts.networkKey);
    const set = this.chain.validators;
    if (set.some(({ networkKey }) => hex(networkKey) === own)) return true;
    return set.flatMap(({ organisation }) => {
      const record = this.chain.store.get(`organisation/${organisation}`);
      return [...((decodedValue(record) as Organisation | undefined)?.api ?? [])];
    });
  }
}

/** Who may connect: the nodes on the chain and the peers of the configuration, with all their addresses. */
export function peersOf(
  nodes: readonly Pick<Validator, "networkKey" | "addresses">[],
  { bootstrapPeers, networkKey }: Pick<CoreParts, "bootstrapPeers" | "networkKey">,
): RegisteredPeer[] {
  const own = hex(networkKey);
  const addresses = new Map<string, Set<string>>();
  const add = (key: string, list: readonly string[]) => {
    if (key === own) return;
    const known = addresses.get(key);
    if (known === undefined) addresses.set(key, new Set(list));
    else for (const address of list) known.add(address);
  };
  for (const peer of bootstrapPeers) add(peer.key, peer.addresses);
  for (const node of nodes) add(hex(node.networkKey), node.addresses);
  return [...addresses].map(([key, list]) => ({ key, addresses: [...list] }));
}
