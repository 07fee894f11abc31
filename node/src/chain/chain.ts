import {
  BlockExecution,
  type BlockResult,
  type Certificate,
  decodedValue,
  decodeValidators,
  dueTimeOf,
  type ExecutableTx,
  type Forest,
  type Header,
  hex,
  JzError,
  type Params,
  type PastBlock,
  type Registry,
  type StateView,
  sealHeader,
  type Tx,
  type ValidatorSet,
} from "@jingzhun/ledger";
import type { CommitInput, StoredBlock, StoredHeader, TxPlace } from "@jingzhun/ledger/storage";
import type { Clock } from "../clock.ts";
import { EXECUTION_SLICE_MS } from "../limits.ts";
import type { Watch } from "../signing/index.ts";
import { FOLLOWER_RECORDS, type Follower, followersIn } from "./followers.ts";

const FOLLOWERS = new Set<string>(Object.values(FOLLOWER_RECORDS));

/** What the node's core needs of the ledger's store. `LedgerStore` is one; a simulator brings its own. */
export interface ChainStore extends StateView {
  readonly head: StoredHeader;
  readonly forest: Forest;
  windowHas(id: Uint8Array): boolean;
  transaction(id: Uint8Array): TxPlace | undefined;
  header(height: number): StoredHeader | undefined;
  block(height: number): Promise<StoredBlock | undefined>;
  commit(input: CommitInput): Promise<void>;
}

/** A block that was executed on top of the head: what is committed, as is, once it is decided. */
export interface ExecutedBlock {
  readonly header: Header;
  readonly headerBytes: Uint8Array;
  readonly hash: Uint8Array;
  readonly forest: Forest;
  readonly result: BlockResult;
  readonly txs: readonly Tx[];
  /** ms of the event loop that execution and hashing took */
  readonly ms: number;
}

/** The head moved on, or nobody wants the result any more. */
export class Superseded extends JzError {
  constructor(height: number) {
    super("execution.superseded", "", { height });
  }
}

export interface ChainOptions {
  readonly store: ChainStore;
  readonly registry: Registry;
  readonly chainId: string;
  readonly epoch: number;
  /** Salt of genesis's restricted attachment; entitled replicas have it. */
  readonly genesisSalt: Uint8Array | undefined;
  readonly watch: Pick<Watch, "positionCopy">;
  readonly clock: Clock;
  /** Lets others have the event loop. */
  readonly breathe: () => Promise<void>;
  /** The disk failed, or what must hold doesn't: the node stops rather than goes on wrong. */
  readonly onFatal: (error: unknown) => void;
}

/** What listeners learn of a durable block. */
export interface Committed {
  readonly block: ExecutedBlock;
  readonly certificate: Certificate;
}

/**
 * The committed chain and the only way to add to it: blocks are executed on top of the head, any number of them, and
 * one is committed. Consensus and sync both go through it, so whoever comes second finds the head moved.
 */
export class Chain {
  readonly #options: ChainOptions;
  readonly #listeners: ((committed: Committed) => void)[] = [];
  #validators: ValidatorSet;
  #followers: readonly Follower[];
  #turn: Promise<unknown> = Promise.resolve();
  /** When the head was new, by the monotonic clock. */
  #headSince = 0;

  constructor(options: ChainOptions) {
    this.#options = options;
    const { clock, store } = options;
    this.#headSince = clock.monotonic() - Math.max(0, clock.now() - store.head.header.timestamp);
    const validators = options.store.get("governance/validators")?.value;
    if (validators === undefined) throw new JzError("chain.no_validators");
    this.#validators = decodeValidators(validators);
    this.#followers = followersIn(store);
  }

  get store(): ChainStore {
    return this.#options.store;
  }

  get registry(): Registry {
    return this.#options.registry;
  }

  get chainId(): string {
    return this.#options.chainId;
  }

  get epoch(): number {
    return this.#options.epoch;
  }

  get head(): StoredHeader {
    return this.#options.store.head;
  }

  /**
   * Time since the head was committed, ms, by the monotonic clock, so that moving a test clock makes no head stale;
   * after a restart, its age then and the time since.
   */
  sinceHeadMs(): number {
    return this.#options.clock.monotonic() - this.#headSince;
  }

  /** The set of the next height. */
  get validators(): ValidatorSet {
    return this.#validators;
  }

  /** Nodes without a vote, as the head's state has them. */
  get followers(): readonly Follower[] {
    return this.#followers;
  }

  /** In force at the next height. */
  get params(): Params {
    return decodedValue(this.#options.store.get("governance/params")) as Params;
  }

  /** A committed block, as rules may ask for it; undefined where history here doesn't reach. */
  blockAt(height: number): PastBlock | undefined {
    const block = this.#options.store.header(height);
    return block && { hash: block.hash, timestamp: block.header.timestamp };
  }

  /** When the first due entry is due, ms UTC. */
  nextDue(): number | undefined {
    const [key] = this.#options.store.due(Number.MAX_SAFE_INTEGER, 1);
    return key === undefined ? undefined : dueTimeOf(key);
  }

  /** Called after each durable block, in the order of registration. */
  onCommitted(listener: (committed: Committed) => void): void {
    this.#listeners.push(listener);
  }

  /** Begins a block on top of the head. */
  begin(timestamp: number): BlockExecution {
    const { store, registry, chainId, genesisSalt } = this.#options;
    return new BlockExecution({
      view: store,
      registry,
      parent: store.head.header,
      timestamp,
      chainId,
      count: store.forest.count,
      windowHas: (id) => store.windowHas(id),
      blockAt: (height) => this.blockAt(height),
      genesisSalt,
      checkRecords: false,
    });
  }

  /** Ends it: roots and header. Nothing may have been committed since it began. */
  seal(execution: BlockExecution, proposer: Uint8Array, txs: readonly Tx[], ms = 0): ExecutedBlock {
    const { store, chainId, epoch } = this.#options;
    const result = execution.finish();
    const at = { forest: store.forest, chainId, epoch, parentHash: store.head.hash, proposer };
    return { ...sealHeader(result, at), result, txs, ms };
  }

  /**
   * Executes a whole block, yielding the event loop every few milliseconds.
   *
   * @throws BlockInvalid, ExecutionAssertion, Superseded
   */
  async execute(block: {
    readonly timestamp: number;
    readonly proposer: Uint8Array;
    readonly txs: readonly ExecutableTx[];
    readonly isWanted?: () => boolean;
  }): Promise<ExecutedBlock> {
    const slices = this.slices(block.isWanted);
    const execution = this.begin(block.timestamp);
    execution.runDue();
    for (const tx of block.txs) {
      if (slices.isOver) await slices.next();
      execution.execute(tx);
    }
    await slices.next();
    return this.seal(
      execution,
      block.proposer,
      block.txs.map((tx) => tx.tx),
      slices.ms,
    );
  }

  /** Time slices of an execution on top of the present head. */
  slices(isWanted: () => boolean = () => true): Slices {
    const { height } = this.head;
    const still = () => this.head.height === height && isWanted();
    return new Slices(this.#options.clock, this.#options.breathe, still, height + 1);
  }

  /**
   * Makes a decided block durable, then tells the listeners. False when the head has moved on meanwhile: the block is
   * there already. One after the other.
   */
  commit(block: ExecutedBlock, certificate: Certificate): Promise<boolean> {
    const done = this.#turn.then(() => this.#commit(block, certificate));
    this.#turn = done.catch(() => {});
    return done;
  }

  /** Resolves when no commit is under way. */
  async idle(): Promise<void> {
    await this.#turn;
  }

  async #commit(block: ExecutedBlock, certificate: Certificate): Promise<boolean> {
    const { store, watch, onFatal } = this.#options;
    const { height } = block.header;
    if (store.head.height >= height) return false;
    if (hex(certificate.blockHash) !== hex(block.hash)) {
      throw new JzError("chain.certificate", "", { height });
    }
    try {
      const { headerBytes, txs, result, forest } = block;
      const signerPosition = watch.positionCopy();
      await store.commit({
        headerBytes,
        certificate,
        txs,
        result,
        forest,
        ...(signerPosition === undefined ? {} : { signerPosition }),
      });
    } catch (error) {
      onFatal(error);
      throw error;
    }
    this.#validators = block.result.nextValidators;
    if (block.result.entries.some(({ key }) => FOLLOWERS.has(key))) this.#followers = followersIn(store);
    this.#headSince = this.#options.clock.monotonic();
    for (const listener of this.#listeners) listener({ block, certificate });
    return true;
  }
}

/** Lets an execution work for a few milliseconds at a time and notices when nobody wants it any more. */
export class Slices {
  readonly #clock: Clock;
  readonly #breathe: () => Promise<void>;
  readonly #isWanted: () => boolean;
  readonly #height: number;
  #began: number;
  #spent = 0;

  constructor(clock: Clock, breathe: () => Promise<void>, isWanted: () => boolean, height: number) {
    this.#clock = clock;
    this.#breathe = breathe;
    this.#isWanted = isWanted;
    this.#height = height;
    this.#began = clock.monotonic();
  }

  /** ms of work so far */
  get ms(): number {
    return this.#spent + this.#clock.monotonic() - this.#began;
  }

  get isOver(): boolean {
    return this.#clock.monotonic() - this.#began >= EXECUTION_SLICE_MS;
  }

  /** @throws Superseded */
  async next(): Promise<void> {
    this.#spent += this.#clock.monotonic() - this.#began;
    await this.#breathe();
    this.#began = this.#clock.monotonic();
    if (!this.#isWanted()) throw new Superseded(this.#height);
  }
}
