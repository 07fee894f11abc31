import {
  type Certificate,
  decodeCertificate,
  EVIDENCE_BYTES_MAX,
  encodeCertificate,
  type Tx,
} from "@jingzhun/ledger";
import { FRAME_BYTES_MAX, IDS_PER_FRAME_MAX, WANT_BLOCK_IDS_MAX } from "../limits.ts";
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

/** Frames of the channel `consensus`. */
export type ConsensusFrame =
  /** A message of the state machine, still encoded; with a proposal come bodies that the receiver may lack. */
  | { readonly kind: "message"; readonly message: Uint8Array; readonly bodies: Tx[] }
  /** To the proposer: there is something to do at this height (DESIGN §5). `stored` are encoded acknowledgements. */
  | {
      readonly kind: "wantBlock";
      readonly height: number;
      readonly ids: Uint8Array[];
      readonly stored: Uint8Array[];
    }
  /** The answer to a message of a decided height. */
  | { readonly kind: "decided"; readonly header: Uint8Array; readonly certificate: Certificate }
  /** Two contradicting signatures, as `encodeEvidence` gives them. */
  | { readonly kind: "evidence"; readonly evidence: Uint8Array };

const MESSAGE = 0;
const WANT_BLOCK = 1;
const DECIDED = 2;
const EVIDENCE = 3;
/** Transactions with the fullest block's count of ids, from the smallest body of about 100 bytes. */
const BODIES_MAX = 65_536;
const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;

export function encodeConsensusMessage(message: Uint8Array, bodies: readonly Tx[] = []): Uint8Array {
  return writeFrame(MESSAGE, message, txsToWire(bodies));
}

export function encodeWantBlock(
  height: number,
  ids: readonly Uint8Array[],
  stored: readonly Uint8Array[],
): Uint8Array {
  return writeFrame(WANT_BLOCK, height, joinIds(ids), [...stored]);
}

export function encodeDecided(header: Uint8Array, certificate: Certificate): Uint8Array {
  return writeFrame(DECIDED, header, encodeCertificate(certificate));
}

export function encodeEvidenceFrame(evidence: Uint8Array): Uint8Array {
  return writeFrame(EVIDENCE, evidence);
}

/** @throws JzError `frame.invalid`, StructError, CodecError */
export function decodeConsensusFrame(bytes: Uint8Array): ConsensusFrame {
  const frame = readFrame(bytes, FRAME_BYTES_MAX);
  const [kind, first, second, third] = frame;
  if (kind === MESSAGE && frame.length === 3) {
    return {
      kind: "message",
      message: bytesAt(first, "message", MESSAGE_BYTES_MAX),
      bodies: txsAt(second, "bodies", BODIES_MAX),
    };
  }
  if (kind === WANT_BLOCK && frame.length === 4) {
    return {
      kind: "wantBlock",
      height: naturalAt(first, "height"),
      ids: idsAt(second, "ids", WANT_BLOCK_IDS_MAX),
      stored: listAt(third, "stored", 4 * WANT_BLOCK_IDS_MAX).map((item) =>
        bytesAt(item, "stored", 256 * 1024),
      ),
    };
  }
  if (kind === DECIDED && frame.length === 3) {
    return {
      kind: "decided",
      header: bytesAt(first, "header", 1024),
      certificate: decodeCertificate(bytesAt(second, "certificate", 16 * 1024)),
    };
  }
  if (kind === EVIDENCE && frame.length === 2) {
    return { kind: "evidence", evidence: bytesAt(first, "evidence", EVIDENCE_BYTES_MAX) };
  }
  throw invalidFrame("kind");
}

/** Requests of the channel `consensus`. */
export type ConsensusRequest =
  /** Bodies by id; the answer holds those that are here. */
  | { readonly kind: "bodies"; readonly ids: Uint8Array[] }
  /** The value of a proposal by block hash. */
  | { readonly kind: "value"; readonly hash: Uint8Array };

const BODIES = 0;
const VALUE = 1;

export function encodeBodiesRequest(ids: readonly Uint8Array[]): Uint8Array {
  return writeFrame(BODIES, joinIds(ids));
}

export function encodeValueRequest(hash: Uint8Array): Uint8Array {
  return writeFrame(VALUE, hash);
}

/** @throws JzError `frame.invalid`, CodecError */
export function decodeConsensusRequest(bytes: Uint8Array): ConsensusRequest {
  const [kind, content, ...more] = readFrame(bytes, 1024 * 1024);
  if (more.length > 0) throw invalidFrame("");
  if (kind === BODIES) return { kind: "bodies", ids: idsAt(content, "ids", IDS_PER_FRAME_MAX) };
  if (kind === VALUE) return { kind: "value", hash: bytesAt(content, "hash", 32) };
  throw invalidFrame("kind");
}

export function encodeBodies(txs: readonly Tx[]): Uint8Array {
  return writeFrame(BODIES, txsToWire(txs));
}

/** @throws JzError `frame.invalid`, CodecError */
export function decodeBodies(bytes: Uint8Array): Tx[] {
  const [kind, content, ...more] = readFrame(bytes);
  if (kind !== BODIES || more.length > 0) throw invalidFrame("kind");
  return txsAt(content, "txs", IDS_PER_FRAME_MAX);
}

/** null: not here */
export function encodeValueAnswer(value: Uint8Array | null): Uint8Array {
  return writeFrame(VALUE, value);
}

/** @throws JzError `frame.invalid`, CodecError */
export function decodeValueAnswer(bytes: Uint8Array): Uint8Array | null {
  const [kind, content, ...more] = readFrame(bytes);
  if (kind !== VALUE || more.length > 0) throw invalidFrame("kind");
  return content === null ? null : bytesAt(content, "value", MESSAGE_BYTES_MAX);
}
