import {
  concat,
  decodeOutcome,
  equalBytes,
  fromBase64,
  H,
  type Outcome,
  outcomeLeaf,
  suite,
} from "@jingzhun/ledger";
import { VerificationError, verificationError } from "./errors.ts";
import type { CertifiedHeader, Trust } from "./trust.ts";

/** What `GET /v1/transactions/{id}?proof=1` adds once the outcome is final; base64 of the encoded parts. */
export interface OutcomeProof {
  index: number;
  count: number;
  outcome: string;
  path: string[];
  header: string;
  certificate?: string | undefined;
}

/**
 * Checks that a certified block holds this transaction with this outcome, and returns both. The directions
 * come from index and count, and the path must have exactly the nodes that count asks for (DESIGN §4).
 * Throws VerificationError `proof.*`.
 */
export function verifyOutcome(
  trust: Trust,
  id: Uint8Array,
  proof: OutcomeProof,
): { outcome: Outcome; block: CertifiedHeader } {
  return wellFormed(() => outcomeOf(trust, id, proof));
}

/** A proof comes from a node, which may send anything at all. */
function wellFormed<T>(verify: () => T): T {
  try {
    return verify();
  } catch (error) {
    if (error instanceof VerificationError) throw error;
    throw verificationError("proof.malformed", "The proof can't be read", "证明无法读取", error);
  }
}

function outcomeOf(
  trust: Trust,
  id: Uint8Array,
  proof: OutcomeProof,
): { outcome: Outcome; block: CertifiedHeader } {
  if (proof.certificate === undefined) {
    throw verificationError("proof.certificate", "The block came without a certificate", "区块没有附带证书");
  }
  const block = trust.certified(fromBase64(proof.header), fromBase64(proof.certificate));
  const { index, count } = proof;
  const path = proof.path.map(fromBase64);
  let width = 1;
  let depth = 0;
  while (width < count) {
    width *= 2;
    depth++;
  }
  const complete =
    Number.isSafeInteger(index) &&
    Number.isSafeInteger(count) &&
    index >= 0 &&
    index < count &&
    path.length === depth &&
    path.every((node) => node.length === 32);
  if (!complete)
    throw verificationError("proof.path", "The outcome's path is malformed", "交易结果的证明路径不完整");
  const outcomeBytes = fromBase64(proof.outcome);
  let node = outcomeLeaf(id, outcomeBytes);
  for (const [level, sibling] of path.entries()) {
    const right = Math.floor(index / 2 ** level) % 2 === 1;
    node = suite.hash(right ? concat(sibling, node) : concat(node, sibling));
  }
  const root = H("txs", (h) => h.u64(count).hash(node));
  if (!equalBytes(root, block.header.txRoot)) {
    throw verificationError("proof.outcome", "The outcome isn't the one in the block", "交易结果与区块不符");
  }
  return { outcome: decodeOutcome(outcomeBytes), block };
}

/**
 * Checks that a certified block is as late as the transaction's expiry, so that no later one can take it. Throws
 * VerificationError `proof.*`.
 */
export function verifyExpiry(
  trust: Trust,
  expiresAt: number | undefined,
  head: { header: string; certificate: string } | undefined,
): CertifiedHeader {
  if (expiresAt === undefined || head === undefined) {
    throw verificationError(
      "proof.expiry",
      expiresAt === undefined
        ? "Expiry can only be checked by who knows `expiresAt`"
        : "The node doesn't prove that the transaction has expired",
      expiresAt === undefined ? "不知道 expiresAt，无法核对是否过期" : "节点没有证明交易已过期",
    );
  }
  const block = wellFormed(() => trust.certified(fromBase64(head.header), fromBase64(head.certificate)));
  if (block.header.timestamp < expiresAt) {
    throw verificationError("proof.expiry", "The block is earlier than the expiry", "区块时间早于过期时间");
  }
  return block;
}
