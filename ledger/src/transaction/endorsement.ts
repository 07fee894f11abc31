import { z } from "zod";
import { encode } from "../bytes/codec.ts";
import { bytes32, bytes64, chainIdSchema, natural } from "../bytes/schema.ts";
import { defineStruct } from "../bytes/struct.ts";
import { H } from "../crypto/hashing.ts";
import { signBytes, verifyBytes } from "../crypto/signing.ts";
import { ENDORSEMENT_MS_MAX } from "../limits.ts";

/** A household's or witness's confirmation made offline, which a transaction may embed once (DESIGN §4). */
export interface Endorsement {
  readonly chainId: string;
  /** H("key-id" ‖ publicKey) of the endorser; never the sender's */
  readonly keyId: Uint8Array;
  /** hash of what is confirmed; which statement that is, says the action that takes it */
  readonly statementHash: Uint8Array;
  /** milliseconds UTC, as the endorser claims */
  readonly occurredAt: number;
  /** milliseconds UTC, after occurredAt and at most 30 days */
  readonly validUntil: number;
  readonly signature: Uint8Array;
}

type EndorsementWire = [1, string, Uint8Array, Uint8Array, number, number, Uint8Array];

export const endorsementStruct = defineStruct<Endorsement, EndorsementWire>({
  name: "endorsement",
  maxBytes: 512,
  wire: z
    .tuple([z.literal(1), chainIdSchema, bytes32, bytes32, natural, natural, bytes64])
    .refine(([, , , , from, until]) => until > from && until - from <= ENDORSEMENT_MS_MAX, { path: [5] }),
  toWire: (e) => [1, e.chainId, e.keyId, e.statementHash, e.occurredAt, e.validUntil, e.signature],
  fromWire: ([, chainId, keyId, statementHash, occurredAt, validUntil, signature]) => ({
    chainId,
    keyId,
    statementHash,
    occurredAt,
    validUntil,
    signature,
  }),
});

/** `[1, chainId, keyId, statementHash, occurredAt, validUntil, signature]` */
export const encodeEndorsement = endorsementStruct.encode;
/** @throws StructError, CodecError */
export const decodeEndorsement = endorsementStruct.decode;

/** The first six fields: what is signed, in the domain `endorse`. A value has one encoding, so they are as received. */
function statement(e: Omit<Endorsement, "signature">): Uint8Array {
  return encode([1, e.chainId, e.keyId, e.statementHash, e.occurredAt, e.validUntil]);
}

/** @param seed the endorser's private key, 32 bytes */
export function signEndorsement(fields: Omit<Endorsement, "signature">, seed: Uint8Array): Endorsement {
  return { ...fields, signature: signBytes("endorse", fields.chainId, statement(fields), seed) };
}

/** Is it signed by `publicKey`? Whether key, chain, time and first use are right, the executor judges. */
export function verifyEndorsement(endorsement: Endorsement, publicKey: Uint8Array): boolean {
  return verifyBytes(
    "endorse",
    endorsement.chainId,
    statement(endorsement),
    endorsement.signature,
    publicKey,
  );
}

/** H("endorsement" ‖ statement): one use each, whatever signature it carries. */
export function endorsementId(endorsement: Omit<Endorsement, "signature">): Uint8Array {
  return H("endorsement", (h) => h.bytes(statement(endorsement)));
}
