import {
  type Certificate,
  checkCertificateForm,
  equalBytes,
  type Header,
  headerHash,
  JzError,
  sealMessage,
  type ValidatorSet,
} from "@jingzhun/ledger";
import type { SignatureItem } from "../signatures/index.ts";

/** A header as it came, and what is to prove it final. */
export interface SealedHeader {
  readonly headerBytes: Uint8Array;
  readonly certificate: Certificate;
}

/**
 * The signatures that must hold for this certificate of `set` to make the block final.
 *
 * @throws JzError `sync.mismatch`, `certificate.…`: it isn't one of this block, or not of a quorum
 */
export function sealItems(
  { headerBytes, certificate }: SealedHeader,
  header: Header,
  set: ValidatorSet,
  chainId: string,
): SignatureItem[] {
  const sameBlock = equalBytes(certificate.blockHash, headerHash(headerBytes));
  if (!sameBlock || certificate.height !== header.height || certificate.epoch !== header.epoch) {
    throw new JzError("sync.mismatch", "", { height: header.height });
  }
  checkCertificateForm(certificate, set);
  const message = sealMessage(certificate, chainId);
  return certificate.seals.map(({ signer, signature }) => ({
    publicKey: set[signer]!.consensusKey,
    message,
    signature,
  }));
}
