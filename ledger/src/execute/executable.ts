import { hex } from "../bytes/text.ts";
import { type Attachment, attachmentId } from "../transaction/attachment.ts";
import { attachmentRefs, decodeTxBody, type Tx, type TxBody, txId } from "../transaction/index.ts";

/** A transaction ready to be executed: decoded once, at admission. The host has verified the signature. */
export interface ExecutableTx {
  readonly id: Uint8Array;
  /** hex */
  readonly idText: string;
  /** Id of the signing key, hex. */
  readonly senderKey: string;
  readonly tx: Tx;
  readonly body: TxBody;
  /** Restricted attachments by id (hex), in body order; undefined where the node lacks it. */
  readonly restricted: ReadonlyMap<string, Attachment | undefined>;
  /** Body, signature and restricted attachments: what its cost counts. */
  readonly bytes: number;
  /** The executor's memo: payloads of valid form, by action, as the registry's schemas parsed them. */
  payloads?: unknown[];
}

/**
 * Decodes a transaction and joins it with its restricted attachments. Attachments whose id the body doesn't
 * name are ignored. Throws what decoding throws (`JzError`).
 */
export function executable(
  tx: Tx,
  attachments: Iterable<Attachment>,
  body?: TxBody,
  id?: Uint8Array,
): ExecutableTx {
  const decoded = body ?? decodeTxBody(tx.body);
  const restricted = restrictedOf(decoded, attachments);
  let bytes = tx.body.length + tx.signature.length;
  if (restricted.size > 0) for (const each of restricted.values()) bytes += each?.bytes.length ?? 0;
  const hash = id ?? txId(tx.body);
  return {
    id: hash,
    idText: hex(hash),
    senderKey: hex(decoded.senderKeyId),
    tx,
    body: decoded,
    restricted,
    bytes,
  };
}

const NONE: ReadonlyMap<string, Attachment | undefined> = new Map();

function restrictedOf(
  body: TxBody,
  attachments: Iterable<Attachment>,
): ReadonlyMap<string, Attachment | undefined> {
  const refs = attachmentRefs(body).filter((ref) => ref.class === "restricted");
  if (refs.length === 0) return NONE;
  const restricted = new Map<string, Attachment | undefined>(refs.map((ref) => [hex(ref.id), undefined]));
  for (const attachment of attachments) {
    if (attachment.class !== "restricted") continue;
    const id = hex(attachmentId(attachment));
    if (restricted.has(id)) restricted.set(id, attachment);
  }
  return restricted;
}
