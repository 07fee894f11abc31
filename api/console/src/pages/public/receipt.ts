import { type OutcomeProof, type Trust, VerificationError, verifyOutcome } from "@jingzhun/client-sdk";
import { fromBase64, fromHex, hex, quorum } from "@jingzhun/ledger";
import { z } from "zod";

/** Characters of a receipt: some 30,000 with the largest certificate. */
export const RECEIPT_CHARACTERS_MAX = 65_536;
const FORMAT = "jingzhun-receipt-1";

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);

/**
 * A receipt: what proves the outcome of one transaction to whoever knows the network's genesis. Strict, since nothing
 * proves what somebody writes beside it.
 */
const receiptSchema = z.strictObject({
  format: z.literal(FORMAT),
  chainId: z.string(),
  /** Id of the transaction, hex. */
  transaction: z.string().regex(/^[0-9a-f]{64}$/),
  /** As `GET /v1/transactions/{id}?proof=1` answers it; base64 of the encoded structs. */
  finality: z.strictObject({
    index: z.int(),
    count: z.int(),
    outcome: base64,
    path: z.array(base64),
    header: base64,
    certificate: base64,
  }),
});
type Receipt = z.infer<typeof receiptSchema>;

/** The file's text; undefined when the node gave no certificate. */
export function receiptText(chainId: string, transaction: string, proof: OutcomeProof): string | undefined {
  const { index, count, outcome, path, header, certificate } = proof;
  if (certificate === undefined) return undefined;
  const finality = { index, count, outcome, path, header, certificate };
  const receipt: Receipt = { format: FORMAT, chainId, transaction, finality };
  return `${JSON.stringify(receipt, undefined, 2)}\n`;
}

/** In the order in which they are made; the first that fails ends it. */
export const CHECKS = ["format", "network", "certificate", "outcome"] as const;
type Check = (typeof CHECKS)[number];

/** What the checks proved, all of it from the certified block itself. */
export interface ReceiptFacts {
  readonly transaction: string;
  readonly status: "applied" | "rejected";
  readonly code?: string;
  readonly height: number;
  /** ms UTC */
  readonly blockTime: number;
  readonly blockHash: string;
  readonly round: number;
  /** Organisations of those who sealed, of how many, and how many it takes. */
  readonly signers: readonly string[];
  readonly validators: number;
  readonly needed: number;
}

export type ReceiptReport =
  | { readonly proved: true; readonly facts: ReceiptFacts }
  | {
      readonly proved: false;
      readonly failed: Check;
      /**
       * `validators`: sealed by others than genesis names, so nothing can be said here; else it is wrong or damaged.
       */
      readonly why: "wrong" | "validators";
      readonly error?: VerificationError;
    };

function parsed(text: string): Receipt | undefined {
  if (text.length > RECEIPT_CHARACTERS_MAX) return undefined;
  try {
    return receiptSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Checks a receipt against the network's genesis validators; nobody is asked about it. */
export function checkReceipt(text: string, trust: Trust): ReceiptReport {
  const receipt = parsed(text);
  if (receipt === undefined) return { proved: false, failed: "format", why: "wrong" };
  const { chainId, transaction, finality } = receipt;
  if (chainId !== trust.chainId) return { proved: false, failed: "network", why: "wrong" };
  let failed: Check = "certificate";
  try {
    trust.certified(fromBase64(finality.header), fromBase64(finality.certificate));
    failed = "outcome";
    const { outcome, block } = verifyOutcome(trust, fromHex(transaction), finality);
    const { header, hash, certificate, validators } = block;
    return {
      proved: true,
      facts: {
        transaction,
        status: outcome.status,
        ...(outcome.status === "rejected" ? { code: outcome.code } : {}),
        height: header.height,
        blockTime: header.timestamp,
        blockHash: hex(hash),
        round: certificate.round,
        signers: certificate.seals.map(({ signer }) => validators[signer]?.organisation ?? ""),
        validators: validators.length,
        needed: quorum(validators.length),
      },
    };
  } catch (error) {
    // Base64 that the schema lets through may still be none.
    if (!(error instanceof VerificationError)) return { proved: false, failed, why: "wrong" };
    return {
      proved: false,
      failed,
      why: error.code === "proof.validators" ? "validators" : "wrong",
      error,
    };
  }
}
