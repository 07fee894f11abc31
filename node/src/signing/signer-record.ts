import { decode, encode } from "@jingzhun/ledger";
import { crc32c } from "@node-rs/crc32";
import { SIGNED_PAYLOAD_BYTES_MAX } from "../limits.ts";
import { comparePositions, type Phase, type Position } from "./position.ts";

/**
 * The signer's file holds two slots, written in turn, so that a torn write leaves the other one whole. A slot is
 * a page of its own: u32 length, u32 CRC32C, then the encoded record.
 */
export const SLOT_BYTES = 4096;
const SIGNER_FILE_BYTES = 2 * SLOT_BYTES;
const HEADER_BYTES = 8;

/** What the signer must never forget. */
export interface SignerState {
  /** counts writes; the higher of two slots is the newer */
  readonly sequence: number;
  readonly publicKey: Uint8Array;
  readonly last: Position;
  /** what was signed at `last`, empty when nothing was yet */
  readonly payload: Uint8Array;
  /** highest round of `last.height` in which a COMMIT was signed */
  readonly committedRound: number | null;
}

/** One slot's bytes. */
export function writeSlot(state: SignerState): Buffer {
  const { epoch, height, round, phase } = state.last;
  const record = encode([
    1,
    state.sequence,
    state.publicKey,
    epoch,
    height,
    round,
    phase,
    state.payload,
    state.committedRound,
  ]);
  const slot = Buffer.alloc(SLOT_BYTES);
  slot.writeUInt32BE(record.length, 0);
  slot.writeUInt32BE(crc32c(record), 4);
  slot.set(record, HEADER_BYTES);
  return slot;
}

/** undefined when the slot is empty, torn or damaged */
function readSlot(slot: Buffer): SignerState | undefined {
  if (slot.length !== SLOT_BYTES) return undefined;
  const length = slot.readUInt32BE(0);
  if (length === 0 || length > SLOT_BYTES - HEADER_BYTES) return undefined;
  const record = slot.subarray(HEADER_BYTES, HEADER_BYTES + length);
  if (slot.readUInt32BE(4) !== crc32c(record)) return undefined;
  const fields = decode(new Uint8Array(record), { maxBytes: SIGNED_PAYLOAD_BYTES_MAX * 2 });
  if (!Array.isArray(fields) || fields.length !== 9 || fields[0] !== 1) return undefined;
  const [, sequence, publicKey, epoch, height, round, phase, payload, committedRound] = fields as [
    1,
    number,
    Uint8Array,
    number,
    number,
    number,
    Phase,
    Uint8Array,
    number | null,
  ];
  return { sequence, publicKey, last: { epoch, height, round, phase }, payload, committedRound };
}

/** The newer of the slots that are whole; undefined when neither is. */
export function newestState(file: Buffer): SignerState | undefined {
  const first = readSlot(file.subarray(0, SLOT_BYTES));
  const second = readSlot(file.subarray(SLOT_BYTES, SIGNER_FILE_BYTES));
  if (first === undefined || second === undefined) return first ?? second;
  return first.sequence > second.sequence || comparePositions(first.last, second.last) > 0 ? first : second;
}
