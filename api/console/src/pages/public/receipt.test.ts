import { type OutcomeProof, Trust } from "@jingzhun/client-sdk";
import { encodeOutcome, toBase64 } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { certifiedBlock, chainId, outcomes, set, trust } from "./certified-test-block.ts";
import { checkReceipt, RECEIPT_CHARACTERS_MAX, receiptText } from "./receipt.ts";

function proofOf(index: number, signers?: number): { id: string; proof: OutcomeProof } {
  const { ids, leaves, header, certificate } = certifiedBlock(signers);
  return {
    id: ids[index]!,
    proof: {
      index,
      count: ids.length,
      outcome: toBase64(encodeOutcome(outcomes[index]!)),
      path: [toBase64(leaves[1 - index]!)],
      header,
      certificate,
    },
  };
}

function receiptOf(index: number, signers?: number): string {
  const { id, proof } = proofOf(index, signers);
  return receiptText(chainId, id, proof)!;
}

test("an exported receipt is proved, with who sealed it and in which round", () => {
  expect(checkReceipt(receiptOf(0), trust)).toMatchObject({
    proved: true,
    facts: {
      status: "applied",
      height: 7,
      blockTime: 5_000,
      round: 1,
      signers: set.slice(0, 3).map(({ organisation }) => organisation),
      validators: 4,
      needed: 3,
    },
  });
  expect(checkReceipt(receiptOf(1), trust)).toMatchObject({
    proved: true,
    facts: { status: "rejected", code: "restricted.refused" },
  });
});

test("each kind of forgery fails at its own check", () => {
  const receipt = JSON.parse(receiptOf(0)) as { [name: string]: unknown; finality: OutcomeProof };
  const changed = (change: object) => checkReceipt(JSON.stringify({ ...receipt, ...change }), trust);
  const proof = (change: object) => changed({ finality: { ...receipt.finality, ...change } });
  const at = (failed: string) => ({ proved: false, failed, why: "wrong" });

  expect(checkReceipt("{", trust)).toEqual(at("format"));
  expect(changed({ amount: "1,000,000.00" })).toEqual(at("format"));
  expect(proof({ header: "!" })).toEqual(at("format"));
  expect(changed({ chainId: `test-${"1".repeat(32)}` })).toEqual(at("network"));
  expect(checkReceipt(receiptOf(0, 2), trust)).toMatchObject(at("certificate"));
  expect(proof({ header: "AAAA" })).toMatchObject(at("certificate"));
  expect(proof({ header: "A" })).toMatchObject(at("certificate"));
  expect(changed({ transaction: proofOf(1).id })).toMatchObject(at("outcome"));
  expect(proof({ outcome: proofOf(1).proof.outcome })).toMatchObject(at("outcome"));
  expect(proof({ path: [] })).toMatchObject(at("outcome"));
});

test("a block of other validators than genesis names is neither proved nor called forged", () => {
  const others = new Trust(chainId, set.slice(1));
  expect(checkReceipt(receiptOf(0), others)).toMatchObject({
    proved: false,
    failed: "certificate",
    why: "validators",
  });
});

test("what is longer than any receipt isn't read", () => {
  const padded = `${receiptOf(0)}${" ".repeat(RECEIPT_CHARACTERS_MAX)}`;
  expect(checkReceipt(padded, trust)).toMatchObject({ proved: false, failed: "format" });
});

test("without a certificate there is no receipt", () => {
  const { id, proof } = proofOf(0);
  expect(receiptText(chainId, id, { ...proof, certificate: undefined })).toBeUndefined();
});
