import { type Certificate, decodeCertificate } from "../block/certificate.ts";
import { decodeHeader, type Header, headerHash } from "../block/header.ts";
import { type BlockEvent, decodeEvent, decodeOutcome, type Outcome } from "../transaction/outcome.ts";
import type { Tx } from "../transaction/tx.ts";
import {
  type RestrictedReason,
  unpackBody,
  unpackDerived,
  unpackHeader,
  unpackReasons,
} from "./block-values.ts";
import type { CheckedDatabase } from "./checked-database.ts";
import { describeKey, numberKey } from "./layout.ts";
import { StorageError } from "./storage-error.ts";

/** A block's header with what makes it final. */
export interface StoredHeader {
  readonly height: number;
  readonly hash: Uint8Array;
  readonly header: Header;
  readonly headerBytes: Uint8Array;
  /** absent at height 0 only */
  readonly certificate?: Certificate;
}

export interface StoredBlock extends StoredHeader {
  readonly txs: Tx[];
  readonly txIds: readonly Uint8Array[];
  readonly outcomes: Outcome[];
  readonly outcomeBytes: readonly Uint8Array[];
  readonly events: BlockEvent[];
  readonly eventBytes: readonly Uint8Array[];
}

/** @throws StorageError `storage.damaged` when it isn't there or isn't what was written */
export function readHeader(db: CheckedDatabase, height: number): StoredHeader {
  const key = numberKey("header", height);
  return headerOf(present(key, db.getSync(key)));
}

/** @throws StorageError `storage.damaged` when a part isn't there or isn't what was written */
export async function readBlock(db: CheckedDatabase, height: number): Promise<StoredBlock> {
  const read = async (key: Buffer) => present(key, await db.get(key));
  const [header, body, derived] = await Promise.all([
    read(numberKey("header", height)),
    read(numberKey("body", height)),
    read(numberKey("derived", height)),
  ]);
  const { txIds, outcomeBytes, eventBytes } = unpackDerived(derived);
  return {
    ...headerOf(header),
    txs: unpackBody(body),
    txIds,
    outcomes: outcomeBytes.map(decodeOutcome),
    outcomeBytes,
    events: eventBytes.map(decodeEvent),
    eventBytes,
  };
}

/** By the transaction's place; empty where the block has none, or wasn't executed here. */
export async function readReasons(
  db: CheckedDatabase,
  height: number,
): Promise<ReadonlyMap<number, RestrictedReason>> {
  const value = await db.get(numberKey("reasons", height));
  return value === undefined ? new Map() : unpackReasons(value);
}

function headerOf(value: Uint8Array): StoredHeader {
  const { headerBytes, certificateBytes } = unpackHeader(value);
  const header = decodeHeader(headerBytes);
  return {
    height: header.height,
    hash: headerHash(headerBytes),
    header,
    headerBytes,
    ...(certificateBytes.length === 0 ? {} : { certificate: decodeCertificate(certificateBytes) }),
  };
}

function present(key: Buffer, value: Uint8Array | undefined): Uint8Array {
  if (value === undefined) throw new StorageError("storage.damaged", describeKey(key));
  return value;
}
