import { z } from "zod";
import { bytes64, bytesUpTo, listOf } from "../bytes/schema.ts";
import { defineStruct } from "../bytes/struct.ts";
import { signBytes, verifyBytes } from "../crypto/signing.ts";
import { JzError } from "../errors.ts";
import { SIGNED_TX_BYTES_MAX, TX_ATTACHMENTS_MAX, TX_BYTES_MAX } from "../limits.ts";
import { type Attachment, attachmentStruct, matchAttachments } from "./attachment.ts";
import { decodeTxBody, encodeTxBody, type TxBody } from "./body.ts";
import { domainOf } from "./system.ts";

/** What is gossiped, proposed and stored. */
export interface Tx {
  /** the exact bytes that were signed; `decodeTxBody` reads them */
  readonly body: Uint8Array;
  /** over the body, on its chain, in the domain that `domainOf` gives: `tx` but for system transactions */
  readonly signature: Uint8Array;
}

/** What is submitted: the attachments go to those who may see them, and never into a block. */
export interface SignedTx extends Tx {
  readonly attachments: readonly Attachment[];
}

/** Bytes of the frame around body and signature: two headers of five bytes, the list's one. */
const FRAME_BYTES = 11;
const body = bytesUpTo(TX_BYTES_MAX - 64 - FRAME_BYTES);

export const txStruct = defineStruct<Tx, [Uint8Array, Uint8Array]>({
  name: "tx",
  maxBytes: TX_BYTES_MAX,
  wire: z.tuple([body, bytes64]),
  toWire: (tx) => [tx.body, tx.signature],
  fromWire: ([bodyBytes, signature]) => ({ body: bodyBytes, signature }),
});

/** `[body, signature]`; takes a SignedTx too, and leaves its attachments behind. */
export const encodeTx = txStruct.encode;
/** @throws StructError, CodecError */
export const decodeTx = txStruct.decode;

const signedTxStruct = defineStruct<SignedTx, [Uint8Array, Uint8Array, Attachment[]]>({
  name: "signed_tx",
  maxBytes: SIGNED_TX_BYTES_MAX,
  wire: z.tuple([
    body,
    bytes64,
    listOf(
      z.unknown().transform((wire) => attachmentStruct.fromWire(wire)),
      0,
      TX_ATTACHMENTS_MAX,
    ),
  ]),
  toWire: (tx) => [tx.body, tx.signature, tx.attachments.map(attachmentStruct.toWire)],
  fromWire: ([bodyBytes, signature, attachments]) => ({ body: bodyBytes, signature, attachments }),
});

/** `[body, signature, attachments]` */
export const encodeSignedTx = signedTxStruct.encode;
/** Checks the form only; whether the attachments fit the body says `matchAttachments`. @throws StructError, CodecError */
export const decodeSignedTx = signedTxStruct.decode;

/**
 * Encodes and signs a body.
 *
 * @param seed 32 bytes, the private key of which `body.senderKeyId` names the public one
 * @throws JzError `attachment.*` when the attachments aren't those that the body names, `tx.too_long`, StructError, CodecError
 */
export function signTx(body: TxBody, seed: Uint8Array, attachments: readonly Attachment[] = []): SignedTx {
  matchAttachments(body, attachments);
  const bytes = encodeTxBody(body);
  if (bytes.length > TX_BYTES_MAX - 64 - FRAME_BYTES)
    throw new JzError("tx.too_long", "", { bytes: bytes.length });
  return { body: bytes, signature: signBytes(domainOf(body), body.chainId, bytes, seed), attachments };
}

/** Is the signature that of `publicKey` over the body, on this chain? @throws StructError, CodecError */
export function verifyTx(tx: Tx, chainId: string, publicKey: Uint8Array): boolean {
  return verifyBytes(domainOf(decodeTxBody(tx.body)), chainId, tx.body, tx.signature, publicKey);
}
