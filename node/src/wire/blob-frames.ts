import {
  type Attachment,
  decodeAttachment,
  decodeSignedStored,
  encodeAttachment,
  encodeSignedStored,
  type SignedStored,
  type Value,
} from "@jingzhun/ledger";
import { BLOBS_PER_REQUEST_MAX } from "../limits.ts";
import { bytesAt, idsAt, invalidFrame, joinIds, listAt, readFrame, writeFrame } from "./form.ts";

/** Frames of the channel `blob`. */
export type BlobFrame =
  /** Attachments of submissions, pushed by the node that took them. */
  | { readonly kind: "attachments"; readonly attachments: Attachment[] }
  /** "I have stored and synced these" (DESIGN §10). */
  | { readonly kind: "stored"; readonly stored: SignedStored[] };

const ATTACHMENTS = 0;
const STORED = 1;
const FETCH = 2;
const ATTACHMENTS_MAX = 8_192;
const ATTACHMENT_BYTES_MAX = 8 * 1024 * 1024 + 64;
const STORED_MAX = 64;

export function encodeAttachments(attachments: readonly Attachment[]): Uint8Array {
  return writeFrame(ATTACHMENTS, attachments.map(encodeAttachment));
}

export function encodeStoredFrame(stored: readonly SignedStored[]): Uint8Array {
  return writeFrame(STORED, stored.map(encodeSignedStored));
}

/** @throws JzError `frame.invalid`, StructError, CodecError */
export function decodeBlobFrame(bytes: Uint8Array): BlobFrame {
  const [kind, content, ...more] = readFrame(bytes);
  if (more.length > 0) throw invalidFrame("");
  if (kind === ATTACHMENTS) return { kind: "attachments", attachments: attachmentsAt(content) };
  if (kind === STORED) {
    const stored = listAt(content, "stored", STORED_MAX).map((item) =>
      decodeSignedStored(bytesAt(item, "stored", 256 * 1024)),
    );
    return { kind: "stored", stored };
  }
  throw invalidFrame("kind");
}

export function encodeFetch(ids: readonly Uint8Array[]): Uint8Array {
  return writeFrame(FETCH, joinIds(ids));
}

/** @throws JzError `frame.invalid`, CodecError */
export function decodeFetch(bytes: Uint8Array): Uint8Array[] {
  const [kind, ids, ...more] = readFrame(bytes, 64 * 1024);
  if (kind !== FETCH || more.length > 0) throw invalidFrame("kind");
  return idsAt(ids, "ids", BLOBS_PER_REQUEST_MAX);
}

/** The answer to a fetch: those of the attachments that are here. */
export const encodeFetched = encodeAttachments;

/** @throws JzError `frame.invalid`, StructError, CodecError */
export function decodeFetched(bytes: Uint8Array): Attachment[] {
  const [kind, content, ...more] = readFrame(bytes);
  if (kind !== ATTACHMENTS || more.length > 0) throw invalidFrame("kind");
  return attachmentsAt(content);
}

function attachmentsAt(content: Value | undefined): Attachment[] {
  return listAt(content, "attachments", ATTACHMENTS_MAX).map((item) =>
    decodeAttachment(bytesAt(item, "attachments", ATTACHMENT_BYTES_MAX)),
  );
}
