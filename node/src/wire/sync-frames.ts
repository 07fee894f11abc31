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
const CERTIFIED_HEAD = 3;
const HEADER_BYTES_MAX = 1024;
const CERTIFICATE_BYTES_MAX = 16 * 1024;
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

/** A validator's newest durable block with what proves it, for one that watches (DESIGN §6). */
export interface CertifiedHead {
  readonly headerBytes: Uint8Array;
  /** undefined for block 0 only, which has none */
  readonly certificate: Certificate | undefined;
  /** It watches itself, and doesn't vote now. */
  readonly watching: boolean;
}

export type SyncRequest =
  | { readonly kind: "blocks"; readonly from: number; readonly count: number }
  | { readonly kind: "head" };

export function encodeHeadRequest(): Uint8Array {
  return writeFrame(CERTIFIED_HEAD);
}

export function encodeCertifiedHead({ headerBytes, certificate, watching }: CertifiedHead): Uint8Array {
  const proof = certificate === undefined ? null : encodeCertificate(certificate);
  return writeFrame(CERTIFIED_HEAD, headerBytes, proof, watching);
}

/** @throws JzError `frame.invalid`, StructError, CodecError */
export function decodeCertifiedHead(bytes: Uint8Array): CertifiedHead {
  const frame = readFrame(bytes, HEADER_BYTES_MAX + CERTIFICATE_BYTES_MAX + 64);
  const [kind, header, proof, watching] = frame;
  if (kind !== CERTIFIED_HEAD || frame.length !== 4) throw invalidFrame("kind");
  if (typeof watching !== "boolean") throw invalidFrame("watching");
  return {
    headerBytes: bytesAt(header, "header", HEADER_BYTES_MAX),
    certificate:
      proof === null ? undefined : decodeCertificate(bytesAt(proof, "certificate", CERTIFICATE_BYTES_MAX)),
    watching,
  };
}

export function encodeBlocksRequest(from: number, count: number): Uint8Array {
  return writeFrame(BLOCKS, from, count);
}

/** @throws JzError `frame.invalid`, CodecError */
export function decodeSyncRequest(bytes: Uint8Array): SyncRequest {
  const frame = readFrame(bytes, 1024);
  const [kind, from, count] = frame;
  if (kind === CERTIFIED_HEAD && frame.length === 1) return { kind: "head" };
  if (kind !== BLOCKS || frame.length !== 3) throw invalidFrame("kind");
  return {
    kind: "blocks",
    from: naturalAt(from, "from"),
    count: Math.min(naturalAt(count, "count"), SYNC_BLOCKS_MAX),
  };
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
      headerBytes: bytesAt(header, path, HEADER_BYTES_MAX),
      certificate: decodeCertificate(bytesAt(certificate, path, CERTIFICATE_BYTES_MAX)),
      txs: txsAt(txs, path, BLOCK_TXS_MAX),
    };
  });
}
