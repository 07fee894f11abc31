import {
  type Certificate,
  chainIdOf,
  decodeCertificate,
  decodeGenesis,
  decodeHeader,
  type Header,
  headerHash,
  hex,
  type ValidatorSet,
  validatorsHash,
  verifyFinality,
} from "@jingzhun/ledger";
import { VerificationError, verificationError } from "./errors.ts";

/** A header that a quorum of trusted validators certified. */
export interface CertifiedHeader {
  header: Header;
  hash: Uint8Array;
  certificate: Certificate;
  /** The set that it was checked against: a seal's `signer` is a place in it. */
  validators: ValidatorSet;
}

/**
 * Whom the client believes (DESIGN §5): validator sets, by hash. It begins with genesis, whose hash is in
 * the chain id, or with a set that the caller got elsewhere. A header, its certificate and a trusted set
 * are all that is needed; no answer of a node is taken on its word.
 */
export class Trust {
  readonly chainId: string;
  readonly #sets = new Map<string, ValidatorSet>();

  constructor(chainId: string, validators: ValidatorSet) {
    this.chainId = chainId;
    this.add(validators);
  }

  /** Throws VerificationError `proof.genesis` when the bytes aren't the genesis of this chain. */
  static fromGenesis(chainId: string, genesis: Uint8Array): Trust {
    let actual: string;
    try {
      actual = chainIdOf(genesis);
    } catch (error) {
      throw verificationError("proof.genesis", "The genesis file can't be read", "创世文件无法读取", error);
    }
    if (actual !== chainId) {
      throw verificationError(
        "proof.genesis",
        `The node's genesis is of ${actual}, not of ${chainId}`,
        "节点的创世文件不属于这条链",
      );
    }
    return new Trust(chainId, decodeGenesis(genesis).validators);
  }

  add(validators: ValidatorSet): void {
    this.#sets.set(hex(validatorsHash(validators)), validators);
  }

  /** Throws VerificationError `proof.validators` or `proof.finality`. */
  certified(headerBytes: Uint8Array, certificateBytes: Uint8Array): CertifiedHeader {
    try {
      const set = this.#sets.get(hex(decodeHeader(headerBytes).validatorsHash));
      if (set === undefined) {
        throw verificationError(
          "proof.validators",
          "The header names validators that aren't trusted here",
          "区块头的验证者不在信任名单中",
        );
      }
      const certificate = decodeCertificate(certificateBytes);
      const header = verifyFinality(headerBytes, certificate, this.chainId, set);
      return { header, hash: headerHash(headerBytes), certificate, validators: set };
    } catch (error) {
      if (error instanceof VerificationError) throw error;
      throw verificationError(
        "proof.finality",
        "Header and certificate don't prove a block of this chain",
        "区块头和证书不能证明这是本链的区块",
        error,
      );
    }
  }
}
