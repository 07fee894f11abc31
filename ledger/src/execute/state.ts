import type { ValidatorSet } from "../block/validators.ts";
import type { Value } from "../bytes/codec.ts";
import type { BlockEvent, Outcome } from "../transaction/outcome.ts";

/** Restricted values are hashed with a salt and never leave the entitled nodes (DESIGN §8, §10). */
export type RecordClass = "open" | "restricted";

/** `txIndex` of entries and events that belong to no transaction of the block (DESIGN §8). */
export const DUE_TX_INDEX = 2 ** 32 - 2;
export const END_TX_INDEX = 2 ** 32 - 1;

/** The newest version of a record. A key that never had an entry has none. */
export interface CurrentRecord {
  /** Index of its newest entry in the log; ≥ 1. */
  readonly index: number;
  /** Counts the key's entries from 1, deletions included. */
  readonly version: number;
  /** Encoded; undefined when the newest entry is a deletion. */
  readonly value: Uint8Array | undefined;
  /** The running secret of a restricted record, after the newest entry. Absent on open records. */
  readonly secret?: Uint8Array | undefined;
  /** The executor's memo of `recordKeyHash` of its key, filled in at first use. */
  keyHash?: Uint8Array | undefined;
  /**
   * The executor's memo of the decoded value, deeply frozen; it fills this in at first use. A view that
   * caches should hand out the same object again, and may build it from `NewEntry.decoded` at commit, so
   * that a hot record is decoded once and not in every block.
   */
  decoded?: Value | undefined;
}

/** State after some block, as execution reads it: synchronously, by key, and by due time. */
export interface StateView {
  get(key: string): CurrentRecord | undefined;
  /**
   * Keys (`due/<time, 13 digits>/<id>`) of the due entries that exist in this state with time ≤ `until`
   * (ms UTC), in byte order, at most `limit`. `DueIndex` keeps them in memory.
   */
  due(until: number, limit: number): string[];
}

/** One entry of the record log, as a unit made it. */
export interface NewEntry {
  readonly index: number;
  readonly height: number;
  readonly txIndex: number;
  readonly key: string;
  readonly keyHash: Uint8Array;
  readonly class: RecordClass;
  /** undefined: a deletion. */
  readonly value: Uint8Array | undefined;
  /** Of this version; restricted entries only, absent on deletions. */
  readonly salt?: Uint8Array | undefined;
  /** The record's running secret after this entry; restricted entries only. */
  readonly secret?: Uint8Array | undefined;
  readonly valueHash: Uint8Array;
  /** Index of the key's entry before; 0: none. */
  readonly previous: number;
  readonly version: number;
  readonly leaf: Uint8Array;
  /** True on the key's last entry in this block. */
  last: boolean;
  /** Decoded form of `value`, deeply frozen. */
  readonly decoded?: Value | undefined;
}

/** The true reason behind a rejection; only for those with the right when the outcome says `restricted.refused`. */
export interface RejectionDetail {
  readonly code: string;
  readonly path: string;
  readonly values: { readonly [key: string]: Value };
  /** Rests on restricted data. */
  readonly restricted: boolean;
}

export interface BlockResult {
  readonly height: number;
  readonly timestamp: number;
  readonly txIds: Uint8Array[];
  readonly outcomes: Outcome[];
  readonly outcomeBytes: Uint8Array[];
  /** In order of due entries, transactions, end. */
  readonly events: BlockEvent[];
  readonly eventBytes: Uint8Array[];
  /** In log order; indexes follow on from the parent's count. */
  readonly entries: NewEntry[];
  readonly txRoot: Uint8Array;
  readonly eventRoot: Uint8Array;
  readonly validatorsHash: Uint8Array;
  readonly nextValidators: ValidatorSet;
  readonly nextValidatorsHash: Uint8Array;
  readonly paramsHash: Uint8Array;
  readonly cost: number;
  readonly rejectedCost: number;
  /** By transaction index, rejected ones only. Never on chain, never on a public path. */
  readonly rejections: ReadonlyMap<number, RejectionDetail>;
}
