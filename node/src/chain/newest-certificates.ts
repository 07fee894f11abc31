import { type Certificate, equalBytes, type ValidatorSet, validatorsHash } from "@jingzhun/ledger";
import { SEALS_LOOKED_BACK } from "../limits.ts";
import type { ChainStore } from "./chain.ts";

/** Certificates of the newest blocks that this set, the present one, has sealed; the newest first. */
export function* newestCertificates(
  store: Pick<ChainStore, "head" | "header">,
  set: ValidatorSet,
): Generator<Certificate> {
  const current = validatorsHash(set);
  const { height } = store.head;
  for (let at = height; at > Math.max(0, height - SEALS_LOOKED_BACK); at--) {
    const stored = store.header(at);
    if (stored === undefined || !equalBytes(stored.header.validatorsHash, current)) return;
    if (stored.certificate !== undefined) yield stored.certificate;
  }
}
