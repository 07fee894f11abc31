import { z } from "zod";
import type { Value } from "../bytes/codec.ts";
import { compareText } from "../bytes/order.ts";
import { bytesUpTo, fixedBytes } from "../bytes/schema.ts";
import { defineStruct } from "../bytes/struct.ts";
import { hex } from "../bytes/text.ts";
import { H } from "../crypto/hashing.ts";
import { JzError } from "../errors.ts";
import {
  ATTACHMENT_SALT_BYTES,
  RESTRICTED_BYTES_MAX,
  RESTRICTED_TX_BYTES_MAX,
  SEALED_BYTES_MAX,
  TX_ATTACHMENTS_MAX,
} from "../limits.ts";
import type { TxBody } from "./body.ts";

/** `restricted` is clear data that execution needs; `sealed` is ciphertext (DESIGN §4, §10). */
export type AttachmentClass = "restricted" | "sealed";

/** What travels beside a transaction, stays off every public path and can be erased. The body names it by its id. */
export interface Attachment {
  readonly class: AttachmentClass;
  /** 16 random bytes */
  readonly salt: Uint8Array;
  /** restricted: at most RESTRICTED_BYTES_MAX; sealed: at most SEALED_BYTES_MAX */
  readonly bytes: Uint8Array;
}

const salt = fixedBytes(ATTACHMENT_SALT_BYTES);

export const attachmentStruct = defineStruct<Attachment, [AttachmentClass, Uint8Array, Uint8Array]>({
  name: "attachment",
  maxBytes: SEALED_BYTES_MAX + 64,
  wire: z.union([
    z.tuple([z.literal("restricted"), salt, bytesUpTo(RESTRICTED_BYTES_MAX)]),
    z.tuple([z.literal("sealed"), salt, bytesUpTo(SEALED_BYTES_MAX)]),
  ]),
  toWire: (attachment) => [attachment.class, attachment.salt, attachment.bytes],
  fromWire: ([kind, saltBytes, bytes]) => ({ class: kind, salt: saltBytes, bytes }),
});

/** `[class, salt, bytes]` */
export const encodeAttachment = attachmentStruct.encode;
/** @throws StructError, CodecError */
export const decodeAttachment = attachmentStruct.decode;

/** H("attachment" ‖ class ‖ salt ‖ bytes) */
export function attachmentId(attachment: Attachment): Uint8Array {
  return H("attachment", (h) => h.text(attachment.class).bytes(attachment.salt).bytes(attachment.bytes));
}

/** How a body names an attachment. */
export interface AttachmentRef {
  readonly id: Uint8Array;
  readonly class: AttachmentClass;
}

/**
 * The attachments that a body names, once each, in body order. The rule: in any action's payload, at any depth,
 * the map key `restricted` holds the 32-byte id of one restricted attachment, the key `sealed` a list of 32-byte
 * ids of sealed ones. These two keys mean nothing else. Body order is the order of the encoded bytes.
 *
 * @throws JzError `attachment.reference` where one of the keys holds something else
 */
export function attachmentRefs(body: TxBody): AttachmentRef[] {
  const found = new References();
  for (let i = 0; i < body.actions.length; i++) found.map(body.actions[i]![1], `actions.${i}.1`);
  return found.list;
}

class References {
  readonly list: AttachmentRef[] = [];
  #seen: Map<string, AttachmentClass> | undefined;

  map(map: { readonly [key: string]: Value }, path: string): void {
    const keys = Object.keys(map);
    if (!keys.some((key) => mayName(key, map[key]))) return;
    // Decoded maps come in key order, integer-like keys aside; maps made by hand come as they please.
    for (let i = 1; i < keys.length; i++) {
      if (compareText(keys[i - 1]!, keys[i]!) > 0) {
        keys.sort(compareText);
        break;
      }
    }
    for (const key of keys) {
      const value = map[key];
      if (typeof value !== "object" || value === null) {
        if ((key === "restricted" || key === "sealed") && value !== undefined) throw badReference(path, key);
      } else if (key === "restricted") this.#add(value, "restricted", path, key);
      else if (key === "sealed") {
        if (!Array.isArray(value)) throw badReference(path, key);
        for (const id of value) this.#add(id, "sealed", path, key);
      } else this.#inside(value, path, key);
    }
  }

  #inside(value: Value[] | Uint8Array | { [key: string]: Value }, path: string, key: string): void {
    if (value instanceof Uint8Array) return;
    if (!Array.isArray(value)) {
      this.map(value, `${path}.${key}`);
      return;
    }
    for (let i = 0; i < value.length; i++) {
      const item = value[i];
      if (typeof item === "object" && item !== null) this.#inside(item, `${path}.${key}`, String(i));
    }
  }

  #add(id: Value, kind: AttachmentClass, path: string, key: string): void {
    if (!(id instanceof Uint8Array) || id.length !== 32) throw badReference(path, key);
    this.#seen ??= new Map();
    const name = hex(id);
    const before = this.#seen.get(name);
    if (before === kind) return;
    if (before !== undefined || this.list.length >= TX_ATTACHMENTS_MAX) throw badReference(path, key);
    this.#seen.set(name, kind);
    this.list.push({ id, class: kind });
  }
}

/** Can this field name an attachment, or hold something that does? */
function mayName(key: string, value: Value | undefined): boolean {
  if (key === "restricted" || key === "sealed") return true;
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}

function badReference(path: string, key: string): JzError {
  return new JzError("attachment.reference", `${path}.${key}`);
}

/**
 * Do the attachments fit the body: every one that it names, none that it doesn't, none twice, in the class it
 * says, within the limits of one transaction? Answers their ids in body order, with the attachments.
 *
 * @throws JzError `attachment.missing {id}` (an attachment whose bytes don't hash to a named id counts as
 * `attachment.unexpected {id}`), `attachment.class`, `attachment.too_long`
 */
export function matchAttachments(
  body: TxBody,
  attachments: readonly Attachment[],
): { id: Uint8Array; attachment: Attachment }[] {
  const refs = attachmentRefs(body);
  if (refs.length === 0 && attachments.length === 0) return [];
  const named = new Map(refs.map((ref) => [hex(ref.id), ref.class]));
  const given = new Map<string, Attachment>();
  let restrictedBytes = 0;
  for (let i = 0; i < attachments.length; i++) {
    const attachment = attachments[i]!;
    const path = `attachments.${i}`;
    const id = attachmentId(attachment);
    const kind = named.get(hex(id));
    if (kind === undefined || given.has(hex(id))) throw new JzError("attachment.unexpected", path, { id });
    if (kind !== attachment.class) throw new JzError("attachment.class", path, { id });
    const most = attachment.class === "restricted" ? RESTRICTED_BYTES_MAX : SEALED_BYTES_MAX;
    if (attachment.class === "restricted") restrictedBytes += attachment.bytes.length;
    if (attachment.bytes.length > most || restrictedBytes > RESTRICTED_TX_BYTES_MAX) {
      throw new JzError("attachment.too_long", path, { id });
    }
    given.set(hex(id), attachment);
  }
  return refs.map(({ id }) => {
    const attachment = given.get(hex(id));
    if (attachment === undefined) throw new JzError("attachment.missing", "attachments", { id });
    return { id, attachment };
  });
}
