import { concat, type SignedStored, suite } from "@jingzhun/ledger";
import { decodeWalEntry, encodeWalEntry } from "../driver/wal-entries.ts";
import type { Position } from "../signing/position.ts";
import { decodePositionCopy, encodePositionCopy } from "../signing/position-copy.ts";
import { newestState, type SignerState, writeSlot } from "../signing/signer-record.ts";
import { type RecordKind, readRecords, recordBytes, WAL_MAGIC, writeRecord } from "../signing/wal-records.ts";
import { FrameReader, frameHeader, type WireFrame } from "../transport/framing.ts";
import { decodePart, encodePart, type Part } from "../transport/parts.ts";
import * as blob from "../wire/blob-frames.ts";
import * as consensus from "../wire/consensus-frames.ts";
import { decodeGossip, encodeAnnounce, encodeGossipTxs, type GossipFrame } from "../wire/gossip-frames.ts";
import { decodeProposalValue, encodeProposalValue } from "../wire/proposal-value.ts";
import * as sync from "../wire/sync-frames.ts";

/** How the bytes of one file's vectors are written and read. */
export interface GoldenStruct {
  readonly encode: (fields: never) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => unknown;
  /** What of the fields `decode` answers; all when absent. */
  readonly read?: (fields: never) => unknown;
}

/** What a WAL file is written from, and what is read of it: `entries` are those behind the last cut. */
interface WalFile {
  readonly records: readonly { readonly kind: RecordKind; readonly payload: Uint8Array }[];
  readonly entries: readonly Uint8Array[];
  readonly validBytes: number;
}

/** The signer's place as a block's batch keeps it. */
interface PositionCopy {
  readonly publicKey: Uint8Array;
  readonly position: Position;
}
/** A copy is read by who has its key. */
export const COPY_KEY = suite.publicKey(new Uint8Array(32).fill(1));

/** Every struct whose bytes the node fixes, by file: what travels between nodes, and what a node must find again. */
export const structs: { readonly [file: string]: GoldenStruct } = {
  // Streams
  frame: { encode: writeFrame, decode: readFrame },
  part: { encode: (part: Part) => encodePart(part), decode: decodePart },
  // Gossip
  gossip: { encode: encodeGossip, decode: decodeGossip },
  // Channel `consensus`
  "consensus-frame": { encode: encodeConsensusFrame, decode: consensus.decodeConsensusFrame },
  "consensus-request": { encode: encodeConsensusRequest, decode: consensus.decodeConsensusRequest },
  "consensus-bodies": { encode: consensus.encodeBodies, decode: consensus.decodeBodies },
  "consensus-value": { encode: consensus.encodeValueAnswer, decode: consensus.decodeValueAnswer },
  "proposal-value": { encode: encodeProposalValue, decode: decodeProposalValue },
  // Channel `sync`
  "sync-frame": { encode: encodeSyncFrame, decode: sync.decodeSyncFrame },
  "sync-blocks": { encode: sync.encodeBlocks, decode: sync.decodeBlocks },
  "sync-request": { encode: encodeSyncRequest, decode: sync.decodeSyncRequest },
  "sync-certified-head": { encode: sync.encodeCertifiedHead, decode: sync.decodeCertifiedHead },
  // Channel `blob`
  "blob-frame": { encode: encodeBlobFrame, decode: blob.decodeBlobFrame },
  "blob-fetch": { encode: blob.encodeFetch, decode: blob.decodeFetch },
  "blob-fetched": { encode: blob.encodeFetched, decode: blob.decodeFetched },
  // Files
  "wal-entry": { encode: encodeWalEntry, decode: decodeWalEntry },
  "wal-file": {
    encode: writeWalFile,
    decode: (bytes) => readRecords(Buffer.from(bytes)),
    read: ({ entries, validBytes }: WalFile) => ({ entries, validBytes }),
  },
  "signer-slot": {
    encode: (state: SignerState) => writeSlot(state),
    decode: (bytes) => newestState(Buffer.from(bytes)),
  },
  "signer-position-copy": {
    encode: ({ publicKey, position }: PositionCopy) => encodePositionCopy(publicKey, position),
    decode: (bytes) => decodePositionCopy(bytes, COPY_KEY),
    read: ({ position }: PositionCopy) => position,
  },
};

function writeFrame(frame: WireFrame): Uint8Array {
  return concat(frameHeader(frame), frame.payload);
}

function readFrame(bytes: Uint8Array): WireFrame {
  const frames: WireFrame[] = [];
  new FrameReader().push(bytes, (frame) => frames.push(frame));
  if (frames.length !== 1) throw new Error(`${frames.length} frames in one vector`);
  return frames[0]!;
}

function encodeGossip(frame: GossipFrame): Uint8Array {
  return frame.kind === "txs" ? encodeGossipTxs(frame.txs) : encodeAnnounce(frame.announced);
}

function encodeConsensusFrame(frame: consensus.ConsensusFrame): Uint8Array {
  switch (frame.kind) {
    case "message":
      return consensus.encodeConsensusMessage(frame.message, frame.bodies);
    case "wantBlock":
      return consensus.encodeWantBlock(frame.height, frame.ids, frame.stored);
    case "decided":
      return consensus.encodeDecided(frame.header, frame.certificate);
    case "evidence":
      return consensus.encodeEvidenceFrame(frame.evidence);
  }
}

function encodeConsensusRequest(request: consensus.ConsensusRequest): Uint8Array {
  return request.kind === "bodies"
    ? consensus.encodeBodiesRequest(request.ids)
    : consensus.encodeValueRequest(request.hash);
}

function encodeSyncFrame(frame: sync.SyncFrame): Uint8Array {
  return frame.kind === "head" ? sync.encodeHead(frame.height, frame.hash) : sync.encodeOffer(frame.ids);
}

function encodeSyncRequest(request: sync.SyncRequest): Uint8Array {
  return request.kind === "head"
    ? sync.encodeHeadRequest()
    : sync.encodeBlocksRequest(request.from, request.count);
}

function encodeBlobFrame(frame: blob.BlobFrame): Uint8Array {
  if (frame.kind === "attachments") return blob.encodeAttachments(frame.attachments);
  return blob.encodeStoredFrame(frame.stored as SignedStored[]);
}

function writeWalFile({ records }: WalFile): Uint8Array {
  const bytes = records.reduce((sum, { payload }) => sum + recordBytes(payload), WAL_MAGIC.length);
  const file = Buffer.alloc(bytes);
  let at = WAL_MAGIC.copy(file);
  for (const { kind, payload } of records) at = writeRecord(file, at, kind, payload);
  return file;
}
