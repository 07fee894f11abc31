import type {
  BlockEvent,
  Certificate,
  Header,
  NextStep,
  Outcome,
  Params,
  Tx,
  TxBody,
  ValidatorSet,
  Value,
} from "@jingzhun/ledger";

/**
 * What the HTTP API needs of a node: the only door between them (DESIGN §2). The node implements it
 * over its store, mempool and clock; tests implement it in memory. Ids and hashes are bytes here and
 * hex in JSON. Nothing here checks permission: the API does, before it reads (DESIGN §11).
 */
export interface NodeAccess {
  readonly chainId: string;
  /** Genesis says so: allows the `/v1/testnet/*` routes and live public statistics. */
  readonly testNetwork: boolean;
  /** The network key, hex: challenges and tokens are bound to it. */
  readonly nodeId: string;
  /** The injected clock, ms UTC. */
  now(): number;
  /** The monotonic clock, ms: tokens and rate limits use it, so that a moved test clock doesn't end them. */
  monotonic(): number;
  /** Age of the head, ms, by the monotonic clock since this node has it: what `stale` rests on. */
  sinceHeadMs(): number;
  status(): Status;
  /** This node among the others, and its disk: for those who run it. */
  details(): NodeDetails;
  /** What `/v1/health/ready` answers; the reasons are problem codes. */
  ready(): { ok: boolean; reasons: Problem[] };
  /** Prometheus text. */
  metrics(): Promise<{ contentType: string; text: string }>;
  /** Encoded genesis, whose hash is in `chainId`: the light client's root of trust, open data. */
  genesis(): Uint8Array;
  head(): Head;
  params(): Params;
  validators(): ValidatorSet;
  /** True as soon as the head is at `height` or beyond, false after `timeoutMs`. */
  waitHeight(height: number, timeoutMs: number): Promise<boolean>;

  /** The current version of a record; undefined when the key never had an entry. Restricted ones too. */
  record(key: string): RecordVersion | undefined;
  /** The version in force after block `height`. */
  recordAt(key: string, height: number): RecordVersion | undefined;
  /** Newest first; `before` is a version number, exclusive. */
  history(key: string, options: { before?: number; limit: number }): RecordVersion[];
  /**
   * Rows of an index that begin with `prefix`, in byte order. `row` is the part after the index name;
   * `after` (a `row`) is exclusive and with `reverse` the walk goes down from it.
   */
  scan(
    index: string,
    prefix: string,
    options: { after?: string; limit: number; reverse?: boolean },
  ): Promise<{ row: string; key: string }[]>;
  /** Proof of the current value at the head; undefined when the key never had an entry. */
  prove(key: string): Promise<ProvedRecord | undefined>;

  block(height: number): Promise<BlockView | undefined>;
  /** Where a transaction stands; undefined when it is in no block. */
  transaction(id: Uint8Array): Promise<TxPlace | undefined>;
  /**
   * What truly refused a transaction whose outcome is `restricted.refused`; undefined for any other, and where this
   * node doesn't know it.
   */
  restrictedReason(place: TxPlace): Promise<{ code: string; path: string } | undefined>;

  /**
   * Admission, one result per element and in the same order; each element is one encoded SignedTx of
   * exactly the bytes received. Resolves when each is durable enough to be gossiped or is refused;
   * throws JzError `overloaded` only when nothing of the batch was looked at.
   */
  submit(txs: Uint8Array[]): Promise<SubmitResult[]>;
  txStatus(id: Uint8Array, expiresAt?: number): Promise<TxStatus>;
  /** Resolves at a final status, or with the latest status after `timeoutMs`. */
  waitFinal(id: Uint8Array, timeoutMs: number, expiresAt?: number): Promise<TxStatus>;
  /** Executes against the head and keeps nothing. */
  simulate(tx: Uint8Array): Promise<SimulateResult>;

  /** Calls `listener` with the height after each committed block; returns how to stop. The API reads the block itself. */
  subscribe(listener: (height: number) => void): () => void;

  /** Only on a test network. */
  readonly testnet?: TestnetAccess;
}

export interface Head {
  height: number;
  hash: Uint8Array;
  header: Header;
  headerBytes: Uint8Array;
  /** Absent at block 0 only. */
  certificate: Certificate | undefined;
}

export interface BlockView extends Head {
  txs: Tx[];
  /** Decoded bodies, same order as `txs`. */
  bodies: TxBody[];
  ids: Uint8Array[];
  outcomes: Outcome[];
  /** The exact outcome bytes that `txRoot` commits to. */
  outcomeBytes: Uint8Array[];
  events: BlockEvent[];
}

export interface TxPlace {
  height: number;
  txIndex: number;
}

export interface RecordVersion {
  /** undefined: this version is a deletion, or its value was erased. */
  value: Value | undefined;
  version: number;
  index: number;
  height: number;
  /** Place in the block; 2^32−2 for due entries, 2^32−1 for the block's end. */
  txIndex: number;
}

/** Encoded structs, exactly as a light client checks them. */
export interface ProvedRecord {
  /** CurrentValueProof. */
  proof: Uint8Array;
  header: Uint8Array;
  /** Absent at block 0 only. */
  certificate: Uint8Array | undefined;
}

/** An error as data; text in both languages is added at the edge. */
export interface RefusalData {
  code: string;
  path: string;
  values: { readonly [key: string]: Value };
}

export interface SubmitResult {
  /** Absent when the bytes don't even decode to a body. */
  id?: Uint8Array;
  /** `known`: this id was seen before and the answer is its status, never a refusal (DESIGN §4). */
  status: "accepted" | "known" | "refused";
  /** With `known`. */
  txStatus?: TxStatus;
  /** With `refused`. */
  refusal?: RefusalData;
}

export type TxStatus =
  | { status: "pending" | "expired" | "unknown" }
  | { status: "applied"; height: number; txIndex: number }
  | { status: "rejected"; height: number; txIndex: number; code: string; path: string };

export interface SimulateResult {
  id: Uint8Array;
  outcome: Outcome;
  /** All refusals at once where they can be found independently; empty when it would apply. */
  refusals: RefusalData[];
  events: { type: string; data: { [key: string]: Value } }[];
  /** Records that would change, and which top-level fields of each. */
  changed: { key: string; fields: string[] }[];
  /** What can be done next with the objects that it changes, and who may: who approves. */
  next: NextStep[];
}

export interface Problem {
  code: string;
  zh: string;
  en: string;
  remedy: string;
}

/** The answer of `GET /v1/status`, field by field as in DESIGN §11. */
export interface Status {
  chainId: string;
  version: string;
  now: number;
  epoch: number;
  height: number;
  blockHash: string;
  stateRoot: string;
  /** Of the head's header, ms. */
  timestamp: number;
  /** Lowest height whose block this node can serve. */
  historyFrom: number;
  validators: { organisation: string; publicKey: string }[];
  role: "validator" | "observer";
  /** False while watching, syncing, or after a divergence. */
  voting: boolean;
  problems: Problem[];
  /** Connected peers. */
  peers: number;
  syncing: boolean;
  mempool: { count: number; bytes: number };
}

export interface NodeDetails {
  /** Registered peers, connected or not; validators first, in the order of their set. */
  peers: PeerDetails[];
  /** Of the file system with the node's data; absent where the system doesn't tell. */
  disk?: { freeBytes: number; totalBytes: number };
}

interface PeerDetails {
  /** hex */
  networkKey: string;
  /** Of a validator. */
  organisation?: string;
  connected: boolean;
  /** The height that it says it has. */
  height?: number;
  /** Own clock minus the timestamp of its last fresh proposal when that arrived, ms: its way is part of it. */
  skewMs?: number;
}

export interface TestnetAccess {
  /** The invented operators of the demonstration, private keys included. */
  operators(): Promise<TestOperator[]>;
  /** Writes the network's clock file and applies it; returns the new `now`. Throws JzError `clock.backwards`, `clock.too_far`. */
  advanceClock(ms: number): Promise<number>;
  setClock(ms: number): Promise<number>;
}

export interface TestOperator {
  role: string;
  organisation: string;
  division: string;
  name: string;
  /** The private key (seed), hex. */
  key: string;
}
