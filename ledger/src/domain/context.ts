import type { z } from "zod";
import type { Params } from "../block/params.ts";
import type { Value } from "../bytes/codec.ts";
import type { RecordType } from "./module.ts";
import type { Sender } from "./permission.ts";

/** What an action may ask of a block before its own. */
export interface PastBlock {
  readonly hash: Uint8Array;
  /** ms UTC */
  readonly timestamp: number;
}

/** What every rule may know: the block, the parameters, the records. No clock but the block's. */
export interface ReadContext {
  readonly chainId: string;
  readonly height: number;
  /** Block timestamp, ms UTC. */
  readonly time: number;
  /** Its civil date in Asia/Shanghai, YYYY-MM-DD. */
  readonly date: string;
  readonly params: Params;
  /** A domain parameter, or its default where governance set none. */
  param<T extends Value>(name: string, fallback: T): T;

  /** The value as the transaction sees it, its own earlier changes included; frozen. */
  get<V, P>(type: RecordType<V, P>, parts: P): V | undefined;
  /** As `get`; refuses `<type name>.not_found` at `path`. */
  require<V, P>(type: RecordType<V, P>, parts: P, path: string): V;
  /** Version before this transaction, 0 when the key never had an entry. */
  version<P>(type: RecordType<unknown, P>, parts: P): number;

  /**
   * Ends the transaction as `rejected`. `path` is relative to the payload. Once the action has read
   * restricted data (a restricted record or attachment), the outcome says only `restricted.refused`:
   * so make the checks on open data first.
   */
  refuse(code: string, path: string, values?: { readonly [key: string]: Value }): never;
  /**
   * Refuses when `holds` is false. A dry run notes the refusal and goes on, so that the person sees all of
   * them at once: use it for checks that don't depend on each other.
   */
  check(holds: boolean, code: string, path: string, values?: { readonly [key: string]: Value }): void;
}

/** What changes state: actions and due entries. */
export interface WriteContext extends ReadContext {
  put<V, P>(type: RecordType<V, P>, parts: P, value: NoInfer<V>): void;
  /** A deletion is an entry like any other; removing what doesn't exist does nothing. */
  remove<P>(type: RecordType<unknown, P>, parts: P): void;
  /** `type` is `<module>.<past tense>`; the data is open for ever: codes, states, amounts, dates, ids. */
  emit(type: string, data: { readonly [key: string]: Value | undefined }): void;
  /**
   * Runs the due handler `action` in the first block with timestamp ≥ `time` (ms) that has room. The id is
   * [A-Za-z0-9._-]; the same time and id again replaces the payload. No rule may depend on it having run.
   */
  schedule(time: number, id: string, action: string, payload: Value): void;
  unschedule(time: number, id: string): void;
  /**
   * Adds to the open counters of the division and, at the block's end, of each division above it.
   * `period`: "current" or a year. Counter names are [a-z0-9_.]{1,64}.
   */
  count(division: string, period: string, deltas: { readonly [counter: string]: number }): void;
  /** The same for counters made of restricted facts, kept in the restricted record beside. */
  countRestricted(division: string, period: string, deltas: { readonly [counter: string]: number }): void;
}

export interface DueContext extends WriteContext {
  /** The time for which the entry was scheduled, ms; the block may be later. */
  readonly dueTime: number;
  readonly dueId: string;
}

export interface ActionContext extends WriteContext {
  /** 32 bytes. */
  readonly txId: Uint8Array;
  readonly txIndex: number;
  readonly actionIndex: number;
  readonly sender: Sender;
  /** A block of this chain before the present one, no older than EXPIRY_WINDOW_MS by block time; else undefined. */
  blockAt(height: number): PastBlock | undefined;
  /**
   * The decoded content of a restricted attachment that the payload names under `restricted`. It becomes
   * bound to `subject` (default: the household of the action's subject) and salts that subject's restricted
   * records which this transaction changes. Refuses `attachment.missing`, `attachment.subject` (bound to
   * another), and `restricted.refused` where the content doesn't fit the schema. Every restricted
   * attachment of a transaction must be bound, else it is refused `attachment.unused`.
   */
  restricted<T>(id: Uint8Array, schema: z.ZodType<T>, subject?: string): T;
  /** Binds an attachment without reading it (its bytes may be empty). */
  attach(id: Uint8Array, subject?: string): void;
  /** Separation of duties: refuses `duties.same_person` when the sender is one of these actors. */
  separate(path: string, ...actors: (string | undefined)[]): void;
  /** Refuses `version.conflict` when `expected` is given and isn't the record's version. */
  expectVersion<P>(type: RecordType<unknown, P>, parts: P, expected: number | undefined): void;
}
