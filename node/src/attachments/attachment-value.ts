import { type Attachment, hex, JzError } from "@jingzhun/ledger";
import { crc32c } from "@node-rs/crc32";

/** A stored attachment: u8 class, 16 bytes of salt, the bytes, u32 CRC32C over id and all of these. */
const CLASSES = ["restricted", "sealed"] as const;
const SALT_BYTES = 16;
const HEADER_BYTES = 1 + SALT_BYTES;
const CHECKSUM_BYTES = 4;

export function writeAttachment(id: Uint8Array, attachment: Attachment): Buffer {
  const { salt, bytes } = attachment;
  const value = Buffer.allocUnsafe(HEADER_BYTES + bytes.length + CHECKSUM_BYTES);
  value[0] = CLASSES.indexOf(attachment.class);
  value.set(salt, 1);
  value.set(bytes, HEADER_BYTES);
  value.writeUInt32BE(checksum(id, value), value.length - CHECKSUM_BYTES);
  return value;
}

/** @throws JzError `attachment.damaged {id}`: the disk gave other bytes than were written */
export function readAttachment(id: Uint8Array, value: Uint8Array): Attachment {
  const end = value.length - CHECKSUM_BYTES;
  if (end < HEADER_BYTES) throw damaged(id);
  const kind = CLASSES[value[0]!];
  if (kind === undefined || !isUndamaged(id, value)) throw damaged(id);
  // LevelDB hands out Buffers, whose slice() is no copy.
  const copy = (from: number, to: number) => new Uint8Array(value.subarray(from, to));
  return { class: kind, salt: copy(1, HEADER_BYTES), bytes: copy(HEADER_BYTES, end) };
}

/** Whether the disk gave the bytes that were written. */
export function isUndamaged(id: Uint8Array, value: Uint8Array): boolean {
  const end = value.length - CHECKSUM_BYTES;
  if (end < HEADER_BYTES || CLASSES[value[0]!] === undefined) return false;
  return (
    new DataView(value.buffer, value.byteOffset, value.byteLength).getUint32(end) === checksum(id, value)
  );
}

function checksum(id: Uint8Array, value: Uint8Array): number {
  return crc32c(value.subarray(0, value.length - CHECKSUM_BYTES), crc32c(id));
}

function damaged(id: Uint8Array): JzError {
  return new JzError("attachment.damaged", "", { id: hex(id) });
}
