import { z } from "zod";
import { compareBytes, equalBytes } from "../bytes/order.ts";
import { bytes32, bytes64, bytesUpTo, chainIdSchema, listOf, natural } from "../bytes/schema.ts";
import { defineStruct } from "../bytes/struct.ts";
import { signBytes, verifyBytes } from "../crypto/signing.ts";
import { STORED_IDS_MAX } from "../limits.ts";

/** "I have stored and synced these attachments": what a validator tells the others (DESIGN §10). */
export interface Stored {
  readonly chainId: string;
  readonly epoch: number;
  /** attachment ids, 1 to 4,096, ascending by bytes, each once */
  readonly ids: readonly Uint8Array[];
}

const STORED_BYTES_MAX = STORED_IDS_MAX * 34 + 128;

const storedStruct = defineStruct<Stored, [1, string, number, Uint8Array[]]>({
  name: "stored",
  maxBytes: STORED_BYTES_MAX,
  wire: z.tuple([z.literal(1), chainIdSchema, natural, listOf(bytes32, 1, STORED_IDS_MAX).refine(ascending)]),
  toWire: (stored) => [1, stored.chainId, stored.epoch, [...stored.ids]],
  fromWire: ([, chainId, epoch, ids]) => ({ chainId, epoch, ids }),
});

function ascending(ids: readonly Uint8Array[]): boolean {
  return ids.every((id, i) => i === 0 || compareBytes(ids[i - 1]!, id) < 0);
}

/** `[1, chainId, epoch, ids]`; sorts the ids and drops doubles. @throws StructError with none or too many */
export function encodeStored(stored: Stored): Uint8Array {
  const sorted = [...stored.ids].sort(compareBytes);
  return storedStruct.encode({
    ...stored,
    ids: sorted.filter((id, i) => i === 0 || !equalBytes(sorted[i - 1]!, id)),
  });
}

/** @throws StructError, CodecError */
export const decodeStored = storedStruct.decode;

/** The acknowledgement as it travels and is passed on in `want-block`. */
export interface SignedStored {
  /** an encoded Stored */
  readonly stored: Uint8Array;
  /** public network key of the validator that signed */
  readonly signer: Uint8Array;
  /** in the domain `stored` */
  readonly signature: Uint8Array;
}

const signedStoredStruct = defineStruct<SignedStored, [Uint8Array, Uint8Array, Uint8Array]>({
  name: "signed_stored",
  maxBytes: STORED_BYTES_MAX + 128,
  wire: z.tuple([bytesUpTo(STORED_BYTES_MAX), bytes32, bytes64]),
  toWire: (signed) => [signed.stored, signed.signer, signed.signature],
  fromWire: ([stored, signer, signature]) => ({ stored, signer, signature }),
});

/** `[stored, signer, signature]` */
export const encodeSignedStored = signedStoredStruct.encode;
/** @throws StructError, CodecError */
export const decodeSignedStored = signedStoredStruct.decode;

/** @param networkSeed the private network key of the validator, 32 bytes; `signer` its public key */
export function signStored(stored: Stored, networkSeed: Uint8Array, signer: Uint8Array): SignedStored {
  const bytes = encodeStored(stored);
  return { stored: bytes, signer, signature: signBytes("stored", stored.chainId, bytes, networkSeed) };
}

/** Is the signature that of `signer`, on this chain? Whether the signer is a validator, the caller knows. */
export function verifyStored(signed: SignedStored, chainId: string): boolean {
  return verifyBytes("stored", chainId, signed.stored, signed.signature, signed.signer);
}
