import {
  type Action,
  type Attachment,
  domainOf,
  encodeSignedTx,
  encodeTxBody,
  JzError,
  type TxBody,
  txId,
} from "@jingzhun/ledger";
import type { Signer } from "./signer.ts";
import { unencodable } from "./unencodable.ts";

/** A signed transaction: these bytes, and no others, are sent to whichever node will take them. */
export interface SignedTransaction {
  id: Uint8Array;
  /** Encoded SignedTx. */
  bytes: Uint8Array;
  /** ms UTC, by the chain's clock. */
  expiresAt: number;
  /** True when `bytes` hold attachments, which validators alone take. */
  withAttachments?: boolean;
}

export interface SigningOptions {
  attachments?: readonly Attachment[];
  /** Free text, open on the chain: never personal data. */
  memo?: string;
}

function encoded(body: TxBody): Uint8Array {
  try {
    return encodeTxBody(body);
  } catch (error) {
    throw error instanceof JzError ? unencodable(error) : error;
  }
}

/**
 * Signs one transaction; `expiresAt` is absolute.
 *
 * @throws RefusedError when an action can't be written down: a fraction, a value of another type, too much of it
 */
export async function signTransaction(
  signer: Signer,
  chainId: string,
  actions: readonly Action[],
  expiresAt: number,
  options: SigningOptions = {},
): Promise<SignedTransaction> {
  const body: TxBody = {
    chainId,
    senderKeyId: signer.keyId,
    nonce: globalThis.crypto.getRandomValues(new Uint8Array(16)),
    expiresAt,
    actions: [...actions],
    ...(options.memo === undefined ? {} : { memo: options.memo }),
  };
  const bodyBytes = encoded(body);
  const signature = await signer.sign(domainOf(body), chainId, bodyBytes);
  const attachments = [...(options.attachments ?? [])];
  const bytes = encodeSignedTx({ body: bodyBytes, signature, attachments });
  return { id: txId(bodyBytes), bytes, expiresAt, withAttachments: attachments.length > 0 };
}
