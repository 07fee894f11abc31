import { type CertifiedHeader, type Trust, VerificationError } from "@jingzhun/client-sdk";
import { encodeOutcome, equalBytes, fromBase64, fromHex, hex, outcomeLeaf, txRoot } from "@jingzhun/ledger";

/** What of a block's answer is checked here. */
export interface GivenBlock {
  readonly height: number;
  readonly hash: string;
  readonly header: string;
  readonly certificate?: string | undefined;
  readonly outcomes: readonly {
    readonly id: string;
    readonly status: string;
    readonly code?: string | undefined;
    readonly path?: string | undefined;
  }[];
}

export type BlockCheck =
  | { readonly result: "certified"; readonly block: CertifiedHeader }
  /** Sealed by others than the trusted set: nothing can be said. */
  | { readonly result: "laterSet" }
  | { readonly result: "wrongHeader" | "wrongRoot" };

/** Checks header, certificate and outcomes of a block against each other and the trusted validators. */
export function checkBlock(given: GivenBlock, trust: Trust): BlockCheck {
  let block: CertifiedHeader;
  try {
    block = trust.certified(fromBase64(given.header), fromBase64(given.certificate ?? ""));
  } catch (error) {
    const later = error instanceof VerificationError && error.code === "proof.validators";
    return { result: later ? "laterSet" : "wrongHeader" };
  }
  if (hex(block.hash) !== given.hash || block.header.height !== given.height)
    return { result: "wrongHeader" };
  try {
    const leaves = given.outcomes.map(({ id, status, code = "", path = "" }) =>
      outcomeLeaf(
        fromHex(id),
        encodeOutcome(status === "applied" ? { status } : { status: "rejected", code, path }),
      ),
    );
    if (equalBytes(txRoot(leaves), block.header.txRoot)) return { result: "certified", block };
  } catch {
    // An outcome that can't be encoded is none.
  }
  return { result: "wrongRoot" };
}
