import { equalBytes } from "../bytes/order.ts";
import { JzError } from "../errors.ts";
import { type Certificate, verifyCertificate } from "./certificate.ts";
import { decodeHeader, type Header, headerHash } from "./header.ts";
import { type ValidatorSet, validatorsHash } from "./validators.ts";

/**
 * All that a light client needs (DESIGN §5): header bytes, certificate, validator set.
 *
 * @param set the validators of the header's height, trusted by the caller
 * @returns the header
 * @throws JzError `finality.chain`, `finality.validators`, `finality.mismatch`, `certificate.*`, StructError, CodecError
 */
export function verifyFinality(
  headerBytes: Uint8Array,
  certificate: Certificate,
  chainId: string,
  set: ValidatorSet,
): Header {
  const header = decodeHeader(headerBytes);
  if (header.chainId !== chainId) throw new JzError("finality.chain", "", { chainId: header.chainId });
  if (!equalBytes(validatorsHash(set), header.validatorsHash)) throw new JzError("finality.validators");
  const sameBlock = equalBytes(certificate.blockHash, headerHash(headerBytes));
  if (!sameBlock || certificate.height !== header.height || certificate.epoch !== header.epoch) {
    throw new JzError("finality.mismatch", "", { height: header.height });
  }
  verifyCertificate(certificate, chainId, set);
  return header;
}
