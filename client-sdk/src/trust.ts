import {
  type Certificate,
  chainIdOf,
  decodeCertificate,
  decodeGenesis,
  decodeHeader,
  decodeValidators,
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

/** The block that changed the set, and the set from the next height on; all encoded. */
export interface SetChange {
  header: Uint8Array;
  certificate: Uint8Array;
  validators: Uint8Array;
}

/**
 * Whom the client believes (DESIGN §5): validator sets, by hash. It begins with genesis, whose hash is in
 * the chain id, or with a set that the caller got elsewhere. A header, its certificate and a trusted set
 * are all that is needed; no answer of a node is taken on its word.
 */
export class Trust {
  readonly chainId: string;
  readonly #sets = new Map<string, ValidatorSet>();
  #followed = 0;
  /** Of the newest change seen. */
  #height = 0;

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

  /** Changes of the set that it has followed from genesis on. */
  get followed(): number {
    return this.#followed;
  }

  /** Is this the hash of a set that it believes? */
  knows(hash: Uint8Array): boolean {
    return this.#sets.has(hex(hash));
  }

  /**
   * Follows a change of the set (DESIGN §5): the block that made it was certified by a set that is believed, and its
   * header names the next one. In the order of the changes, from genesis or the set it began with.
   *
   * @throws VerificationError `proof.validators`, `proof.finality`, `proof.malformed`
   */
  follow(change: SetChange): void {
    if (!this.#isLater(change.header)) {
      throw verificationError(
        "proof.validators",
        "The changes of the validator set aren't in their order",
        "验证者名单的变更次序不对",
      );
    }
    // From before the set it began with: nothing that is believed tells whether it is true.
    if (!this.knows(decodeHeader(change.header).validatorsHash)) {
      this.#followed++;
      return;
    }
    const { header } = this.certified(change.header, change.certificate);
    let next: ValidatorSet;
    try {
      next = decodeValidators(change.validators);
    } catch (error) {
      throw verificationError("proof.malformed", "The proof can't be read", "证明无法读取", error);
    }
    if (hex(validatorsHash(next)) !== hex(header.nextValidatorsHash)) {
      throw verificationError(
        "proof.validators",
        "The validators aren't those that the header names",
        "验证者名单与区块头不符",
      );
    }
    this.add(next);
    this.#followed++;
  }

  /** Each change comes after the one before, so that following them ends. */
  #isLater(headerBytes: Uint8Array): boolean {
    let height: number;
    try {
      height = decodeHeader(headerBytes).height;
    } catch (error) {
      throw verificationError("proof.malformed", "The proof can't be read", "证明无法读取", error);
    }
    if (height <= this.#height) return false;
    this.#height = height;
    return true;
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
