import { decode, decodeCurrentValueProof, hex, type Value, verifyCurrentValue } from "@jingzhun/ledger";
import { verificationError } from "./errors.ts";
import type { Trust } from "./trust.ts";

/** A record's current value, proved: it is this in the state of a certified block. */
export interface ProvedValue {
  key: string;
  /** undefined: the record was deleted. */
  value: Value | undefined;
  version: number;
  /** Height of the entry, and of the block whose state it is current in. */
  changedAt: number;
  height: number;
  /** ms UTC, of that block: how fresh the answer is. */
  blockTime: number;
  blockHash: string;
  stateRoot: string;
  /** Validators that signed the block, each signature checked, of how many that could. */
  signed: number;
  validators: number;
}

export interface EncodedRecordProof {
  proof: Uint8Array;
  header: Uint8Array;
  certificate: Uint8Array | undefined;
}

/** Checks path, state root, header, certificate and validators. Throws VerificationError `proof.*`. */
export function verifyRecord(trust: Trust, key: string, encoded: EncodedRecordProof): ProvedValue {
  if (encoded.certificate === undefined) {
    throw verificationError("proof.certificate", "The block came without a certificate", "区块没有附带证书");
  }
  const { header, hash, certificate, validators } = trust.certified(encoded.header, encoded.certificate);
  try {
    const proof = decodeCurrentValueProof(encoded.proof);
    verifyCurrentValue(proof, header.stateRoot);
    if (proof.key === key) {
      return {
        key,
        value: proof.value === undefined ? undefined : decode(proof.value),
        version: proof.version,
        changedAt: proof.height,
        height: header.height,
        blockTime: header.timestamp,
        blockHash: hex(hash),
        stateRoot: hex(header.stateRoot),
        signed: certificate.seals.length,
        validators: validators.length,
      };
    }
  } catch (error) {
    throw verificationError(
      "proof.record",
      "The proof doesn't lead to the state root",
      "证明与状态根不符",
      error,
    );
  }
  throw verificationError("proof.key", "The proof is of another record", "证明属于另一条记录");
}
