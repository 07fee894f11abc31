import {
  type Certificate,
  encodeCertificate,
  JzError,
  verifyCertificate,
} from "@jingzhun/ledger/certification";
import { internBytes } from "./canonical.ts";
import { CHAIN_ID, SET } from "./validators.ts";

/** Verifies each certificate once. */
export class Certificates {
  readonly #wrong = new Map<number, string | null>();

  /** @returns the code of what is wrong with it */
  wrong(certificate: Certificate): string | null {
    const key = internBytes(encodeCertificate(certificate));
    let wrong = this.#wrong.get(key);
    if (wrong === undefined) this.#wrong.set(key, (wrong = verify(certificate)));
    return wrong;
  }
}

function verify(certificate: Certificate): string | null {
  try {
    verifyCertificate(certificate, CHAIN_ID, SET);
    return null;
  } catch (error) {
    if (!(error instanceof JzError)) throw error;
    return error.code;
  }
}
