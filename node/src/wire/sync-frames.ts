import {
  type Certificate,
  decodeCertificate,
  encodeCertificate,
  type Tx,
  type Value,
} from "@jingzhun/ledger";
import { IDS_PER_FRAME_MAX, SYNC_BLOCKS_MAX } from "../limits.ts";
import {
  bytesAt,
  idsAt,
  invalidFrame,
  joinIds,
  listAt,
  naturalAt,
  readFrame,
  txsAt,
  txsToWire,
  writeFrame,
} from "./form.ts";

/** Frames of the channel `sync`. */
export type SyncFrame =
  /** The sender's newest durable block. */
  | { readonly kind: "head"; readonly height: number; readonly hash: Uint8Array }
  /** Transactions that the sender still holds pending; what the receiver lacks it asks for. */
  | { readonly kind: "offer"; readonly ids: Uint8Array[] };

/** A decided block as it is handed to a node that was away. */
export interface WireBlock {
  readonly headerBytes: Uint8Array;
  readonly certificate: Certificate;
  readonly txs: readonly Tx[];
}

const HEAD = 0;
const OFFER = 1;
const BLOCKS = 2;
const BLOCK_TXS_MAX = 65_536;

export function encodeHead(height: number, hash: Uint8Array): Uint8Array {
  return writeFrame(HEAD, height, hash);
}

export function encodeOffer(ids: readonly Uint8Array[]): Uint8Array {
  return writeFrame(OFFER, joinIds(ids));
}

/** @throws JzError `frame.invalid`, CodecError */
export function decodeSyncFrame(bytes: Uint8Array): SyncFrame {
  const frame = readFrame(bytes, 1024 * 1024);
  const [kind, first, second] = frame;
  if (kind === HEAD && frame.length === 3) {
    return { kind: "head", height: naturalAt(first, "height"), hash: bytesAt(second, "hash", 32) };
  }
  if (kind === OFFER && frame.length === 2)
    return { kind: "offer", ids: idsAt(first, "ids", IDS_PER_FRAME_MAX) };
  throw invalidFrame("kind");
}

export function encodeBlocksRequest(from: number, count: number): Uint8Array {
  return writeFrame(BLOCKS, from, count);
}

/** @throws JzError `frame.invalid`, CodecError */
export function decodeBlocksRequest(bytes: Uint8Array): { from: number; count: number } {
  const [kind, from, count, ...more] = readFrame(bytes, 1024);
  if (kind !== BLOCKS || more.length > 0) throw invalidFrame("kind");
  return { from: naturalAt(from, "from"), count: Math.min(naturalAt(count, "count"), SYNC_BLOCKS_MAX) };
}

export function encodeBlocks(blocks: readonly WireBlock[]): Uint8Array {
  return writeFrame(
    BLOCKS,
    blocks.map(
      (block): Value => [block.headerBytes, encodeCertificate(block.certificate), txsToWire(block.txs)],
    ),
  );
}

/** @throws JzError `frame.invalid`, StructError, CodecError */
export function decodeBlocks(bytes: Uint8Array): WireBlock[] {
  const [kind, content, ...more] = readFrame(bytes);
  if (kind !== BLOCKS || more.length > 0) throw invalidFrame("kind");
  return listAt(content, "blocks", SYNC_BLOCKS_MAX).map((item, i) => {
    const path = `blocks.${i}`;
    const [header, certificate, txs, ...rest] = listAt(item, path, 3);
    if (rest.length > 0) throw invalidFrame(path);
    return {
      headerBytes: bytesAt(header, path, 1024),
      certificate: decodeCertificate(bytesAt(certificate, path, 16 * 1024)),
      txs: txsAt(txs, path, BLOCK_TXS_MAX),
    };
  });
}
