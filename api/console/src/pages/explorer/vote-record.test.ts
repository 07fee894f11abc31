import {
  encodeCertificate,
  hex,
  sortValidators,
  toBase64,
  type Validator,
  validatorsHash,
  ZERO_HASH,
} from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { type VotedBlock, voteRecord } from "./vote-record.ts";

const set = sortValidators(
  [1, 2, 3, 4].map((n): Validator => {
    const key = new Uint8Array(32).fill(n);
    return { organisation: `org-${n}`, consensusKey: key, networkKey: key, addresses: [] };
  }),
);

function block(height: number, round: number, signers: readonly number[], proposer = 0): VotedBlock {
  const seals = signers.map((signer) => ({ signer, signature: new Uint8Array(64) }));
  return {
    height,
    proposer: hex(set[proposer]!.consensusKey),
    validatorsHash: hex(validatorsHash(set)),
    certificate: toBase64(encodeCertificate({ epoch: 0, height, round, blockHash: ZERO_HASH, seals })),
  };
}

test("seals, proposals and rounds are counted over the certificates", () => {
  const record = voteRecord(set, [
    block(9, 0, [0, 1, 2]),
    block(8, 2, [0, 1, 2, 3], 1),
    block(7, 0, [0, 2, 3]),
  ]);
  expect(record.counted).toBe(3);
  expect(record.rounds).toEqual([
    { round: 0, blocks: 2 },
    { round: 2, blocks: 1 },
  ]);
  expect(
    record.validators.map(({ organisation, seals, proposed }) => [organisation, seals, proposed]),
  ).toEqual([
    ["org-1", 3, 2],
    ["org-2", 2, 1],
    ["org-3", 3, 0],
    ["org-4", 2, 0],
  ]);
});

test("genesis and blocks of another set say nothing about these validators", () => {
  const { certificate, ...genesis } = block(0, 0, [0]);
  const other = { ...block(5, 3, [0, 1, 2]), validatorsHash: hex(ZERO_HASH) };
  expect(voteRecord(set, [genesis, other])).toMatchObject({ counted: 0, left: 2, rounds: [] });
  expect(certificate).toBeDefined();
});
