import type { CheckedBatch, CheckedDatabase } from "./checked-database.ts";
import { textKey } from "./layout.ts";
import { ValueReader, ValueWriter } from "./packing.ts";

/** The few values that a start begins with. */
const SCHEMA = textKey("meta", "schema");
const GENESIS = textKey("meta", "genesis");
const HEAD = textKey("meta", "head");
const CHECKPOINT = textKey("meta", "checkpoint");
const SIGNER = textKey("meta", "signer");

/** The newest block in the database. */
export interface StoredHead {
  readonly height: number;
  readonly hash: Uint8Array;
  /** slots of the log after it */
  readonly count: number;
}

/** Up to where the stored active bits are true. */
export interface Checkpoint {
  readonly height: number;
  readonly count: number;
}

/** What the database was made with: layout version (u32), genesis hash. */
export function putOrigin(batch: CheckedBatch, schema: number, genesisHash: Uint8Array): void {
  batch.put(SCHEMA, new ValueWriter(4).u32(schema).finish());
  batch.put(GENESIS, new ValueWriter(32).raw(genesisHash).finish());
}

export function readOrigin(db: CheckedDatabase): { schema: number; genesisHash: Uint8Array } | undefined {
  const schema = db.getSync(SCHEMA);
  const genesis = db.getSync(GENESIS);
  if (schema === undefined || genesis === undefined) return undefined;
  return { schema: new ValueReader(schema).u32(), genesisHash: new ValueReader(genesis).raw(32) };
}

/** u64 height, block hash, u64 count. */
export function putHead(batch: CheckedBatch, head: StoredHead): void {
  batch.put(HEAD, new ValueWriter(48).u64(head.height).raw(head.hash).u64(head.count).finish());
}

export function readHead(db: CheckedDatabase): StoredHead | undefined {
  const value = db.getSync(HEAD);
  if (value === undefined) return undefined;
  const reader = new ValueReader(value);
  return { height: reader.u64(), hash: reader.raw(32), count: reader.u64() };
}

/** u64 height, u64 count. */
export function putCheckpoint(batch: CheckedBatch, checkpoint: Checkpoint): void {
  batch.put(CHECKPOINT, new ValueWriter(16).u64(checkpoint.height).u64(checkpoint.count).finish());
}

/** Before the first one: no bit is set. */
export function readCheckpoint(db: CheckedDatabase): Checkpoint {
  const value = db.getSync(CHECKPOINT);
  if (value === undefined) return { height: 0, count: 1 };
  const reader = new ValueReader(value);
  return { height: reader.u64(), count: reader.u64() };
}

/**
 * Where the node's signer stood when the newest block was written (DESIGN §6): opaque here, made and read by the node.
 * It belongs to this node alone, so no backup and no snapshot contains it.
 */
export function putSignerPosition(batch: CheckedBatch, position: Uint8Array): void {
  batch.put(SIGNER, new ValueWriter(position.length).raw(position).finish());
}

/** undefined: no block was ever written with one */
export function readSignerPosition(db: CheckedDatabase): Uint8Array | undefined {
  const value = db.getSync(SIGNER);
  if (value === undefined) return undefined;
  const reader = new ValueReader(value);
  return reader.raw(reader.left).slice();
}
