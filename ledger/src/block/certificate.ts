import { z } from "zod";
import { suite } from "#suite";
import { bytes32, bytes64, listOf, natural, u32 } from "../bytes/schema.ts";
import { defineStruct } from "../bytes/struct.ts";
import { signatureInput } from "../crypto/signing.ts";
import { JzError } from "../errors.ts";
import { CERTIFICATE_BYTES_MAX, VALIDATORS_MAX } from "../limits.ts";
import { quorum, type ValidatorSet } from "./validators.ts";
import { encodeVote, PHASE } from "./vote.ts";

/** One validator's COMMIT signature. */
export interface Seal {
  /** index into the validator set of the block's height */
  readonly signer: number;
  readonly signature: Uint8Array;
}

/**
 * Proof that a block is final: COMMIT seals of a quorum, all of one round (DESIGN §5). Not canonical: different
 * valid ones may exist for a block, so nothing hashes or compares them.
 */
export interface Certificate {
  readonly epoch: number;
  readonly height: number;
  readonly round: number;
  readonly blockHash: Uint8Array;
  /** strictly ascending by signer */
  readonly seals: readonly Seal[];
}

type CertificateWire = [1, number, number, number, Uint8Array, [number, Uint8Array][]];

export const certificateStruct = defineStruct<Certificate, CertificateWire>({
  name: "certificate",
  maxBytes: CERTIFICATE_BYTES_MAX,
  wire: z.tuple([
    z.literal(1),
    natural,
    natural,
    u32,
    bytes32,
    listOf(z.tuple([u32, bytes64]), 1, VALIDATORS_MAX).refine((seals) =>
      seals.every(([signer], i) => i === 0 || seals[i - 1]![0] < signer),
    ),
  ]),
  toWire: (c) => [
    1,
    c.epoch,
    c.height,
    c.round,
    c.blockHash,
    c.seals.map((seal) => [seal.signer, seal.signature]),
  ],
  fromWire: ([, epoch, height, round, blockHash, seals]) => ({
    epoch,
    height,
    round,
    blockHash,
    seals: seals.map(([signer, signature]) => ({ signer, signature })),
  }),
});

/** `[1, epoch, height, round, blockHash, [[signer, signature] …]]` @throws StructError, CodecError */
export const encodeCertificate = certificateStruct.encode;
/** @throws StructError, CodecError */
export const decodeCertificate = certificateStruct.decode;

/** What each seal of the certificate signs, framed for Ed25519: for hosts that verify in worker threads. */
export function sealMessage(certificate: Certificate, chainId: string): Uint8Array {
  const { epoch, height, round, blockHash } = certificate;
  return signatureInput(
    "consensus",
    chainId,
    encodeVote({ chainId, epoch, height, round, phase: PHASE.commit, blockHash }),
  );
}

/**
 * Everything about a certificate but the signatures: enough seals, signers distinct, ascending and in the set.
 *
 * @throws JzError `certificate.signers`, `certificate.unknown_signer`, `certificate.no_quorum`
 */
export function checkCertificateForm(certificate: Certificate, set: ValidatorSet): void {
  let before = -1;
  for (const { signer } of certificate.seals) {
    if (!Number.isSafeInteger(signer) || signer <= before)
      throw new JzError("certificate.signers", "", { signer });
    if (signer >= set.length) throw new JzError("certificate.unknown_signer", "", { signer });
    before = signer;
  }
  const needed = quorum(set.length);
  if (certificate.seals.length < needed) {
    throw new JzError("certificate.no_quorum", "", { seals: certificate.seals.length, needed });
  }
}

/**
 * Is the block final for who trusts `set`? That the certificate's hash, height and epoch are those of a header at
 * hand is for the caller to compare (`verifyFinality` does both).
 *
 * @param set the validators of the certificate's height
 * @throws JzError as `checkCertificateForm`, and `certificate.signature {signer}`
 */
export function verifyCertificate(certificate: Certificate, chainId: string, set: ValidatorSet): void {
  checkCertificateForm(certificate, set);
  const message = sealMessage(certificate, chainId);
  for (const { signer, signature } of certificate.seals) {
    if (!suite.verify(signature, message, set[signer]!.consensusKey)) {
      throw new JzError("certificate.signature", "", { signer });
    }
  }
}
