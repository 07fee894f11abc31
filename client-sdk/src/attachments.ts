import { type Attachment, attachmentId, encode, type Value } from "@jingzhun/ledger";

/** An attachment and the id by which the body names it. */
export interface BuiltAttachment {
  id: Uint8Array;
  attachment: Attachment;
}

/**
 * Restricted data for one subject, with a fresh random salt. Put `id` in the action's `restricted` field
 * and pass `attachment` to `submit`. `undefined` gives the empty attachment, which brings a salt alone.
 */
export function restrictedAttachment(value: { [key: string]: Value } | undefined): BuiltAttachment {
  const bytes = value === undefined ? new Uint8Array() : encode(value);
  const salt = globalThis.crypto.getRandomValues(new Uint8Array(16));
  const attachment: Attachment = { class: "restricted", salt, bytes };
  return { id: attachmentId(attachment), attachment };
}
