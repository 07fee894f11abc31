import {
  type Certificate,
  decodeCertificate,
  encodeCertificate,
  encodeHeader,
  encodeOutcome,
  encodeVote,
  fromBase64,
  headerHash,
  merkleRoot,
  outcomeLeaf,
  PHASE,
  signBytes,
  sortValidators,
  suite,
  toBase64,
  txRoot,
  type Validator,
  validatorIndex,
  validatorsHash,
  ZERO_HASH,
} from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { createClient } from "./client.ts";
import { type FakeAnswer, fakeNodes } from "./fake-nodes.ts";
import { type OutcomeProof, verifyOutcome } from "./outcome-proof.ts";
import { Trust } from "./trust.ts";

const chainId = `test-${"0".repeat(32)}`;
const seeds = [1, 2, 3, 4].map((n) => new Uint8Array(32).fill(n));
const set = sortValidators(
  seeds.map((seed, i): Validator => {
    const key = suite.publicKey(seed);
    return { organisation: `org-${i}`, consensusKey: key, networkKey: key, addresses: [] };
  }),
);

/** A certified block of `count` outcomes, the odd ones rejected, and the proof of one of them. */
function proofOf(count: number, index: number, signers = 3): { id: Uint8Array; proof: OutcomeProof } {
  const ids = Array.from({ length: count }, (_, i) => suite.hash(new Uint8Array([i])));
  const outcomes = ids.map((_, i) =>
    encodeOutcome(i % 2 === 0 ? { status: "applied" } : { status: "rejected", code: "test.odd", path: "" }),
  );
  const leaves = ids.map((id, i) => outcomeLeaf(id, outcomes[i]!));
  const header = encodeHeader({
    chainId,
    epoch: 0,
    height: 5,
    timestamp: 1_000,
    parentHash: ZERO_HASH,
    proposer: set[0]!.consensusKey,
    txRoot: txRoot(leaves),
    eventRoot: ZERO_HASH,
    stateRoot: ZERO_HASH,
    validatorsHash: validatorsHash(set),
    nextValidatorsHash: validatorsHash(set),
    paramsHash: ZERO_HASH,
  });
  const blockHash = headerHash(header);
  const vote = encodeVote({ chainId, epoch: 0, height: 5, round: 0, phase: PHASE.commit, blockHash });
  const seals = seeds
    .map((seed) => ({
      signer: validatorIndex(set, suite.publicKey(seed)),
      signature: signBytes("consensus", chainId, vote, seed),
    }))
    .sort((a, b) => a.signer - b.signer)
    .slice(0, signers);
  const certificate: Certificate = { epoch: 0, height: 5, round: 0, blockHash, seals };
  let width = 1;
  while (width < count) width *= 2;
  // The sibling at each level is the root of the subtree beside.
  const padded = [...leaves, ...Array.from({ length: width - count }, () => ZERO_HASH)];
  const path: string[] = [];
  for (let size = 1; size < width; size *= 2) {
    const start = (Math.floor(index / size) ^ 1) * size;
    path.push(toBase64(merkleRoot(padded.slice(start, start + size))));
  }
  return {
    id: ids[index]!,
    proof: {
      index,
      count,
      outcome: toBase64(outcomes[index]!),
      path,
      header: toBase64(header),
      certificate: toBase64(encodeCertificate(certificate)),
    },
  };
}

const trust = new Trust(chainId, set);

test("every outcome of blocks of every size is proved", () => {
  for (const count of [1, 2, 3, 5, 8, 13]) {
    for (let index = 0; index < count; index++) {
      const { id, proof } = proofOf(count, index);
      expect(verifyOutcome(trust, id, proof).outcome.status).toBe(index % 2 === 0 ? "applied" : "rejected");
    }
  }
});

test("another outcome, id, place, count or path isn't", () => {
  const { id, proof } = proofOf(5, 2);
  const wrong: [Uint8Array, OutcomeProof][] = [
    [id, { ...proof, outcome: proofOf(5, 1).proof.outcome }],
    [proofOf(5, 3).id, proof],
    [id, { ...proof, index: 3 }],
    [id, { ...proof, count: 6 }],
    [id, { ...proof, count: 9 }],
    [id, { ...proof, index: -1 }],
    [id, { ...proof, path: proof.path.slice(1) }],
    [id, { ...proof, path: [...proof.path].reverse() }],
    [id, { ...proof, certificate: undefined }],
  ];
  for (const [i, p] of wrong) expect(() => verifyOutcome(trust, i, p)).toThrow(/proof\./);
});

test("fewer seals than a quorum, or validators that aren't trusted, prove nothing", () => {
  const { id, proof } = proofOf(3, 0, 2);
  expect(() => verifyOutcome(trust, id, proof)).toThrow(/proof\.finality/);
  const other = new Trust(chainId, set.slice(1));
  expect(() => verifyOutcome(other, id, proofOf(3, 0).proof)).toThrow(/proof\.validators/);
  const elsewhere = new Trust(`test-${"1".repeat(32)}`, set);
  expect(() => verifyOutcome(elsewhere, id, proofOf(3, 0).proof)).toThrow(/proof\.finality/);
});

const [LIAR, HONEST] = ["http://liar.test", "http://honest.test"] as const;

function clientOf(script: Parameters<typeof fakeNodes>[0]) {
  const { fetch, calls } = fakeNodes(script);
  return { client: createClient({ urls: [LIAR, HONEST], trust, fetch }), calls };
}

test("a node that lies about finality, or answers with anything else, keeps nobody from the outcome", async () => {
  const { id, proof } = proofOf(3, 0);
  const answer = (finality: unknown): FakeAnswer => ({
    status: 200,
    body: { data: { status: "applied", finality } },
  });
  const seals = (change: (certificate: Certificate) => Partial<Certificate>) => {
    const certificate = decodeCertificate(fromBase64(proof.certificate!));
    const changed = { ...certificate, ...change(certificate) };
    return answer({ ...proof, certificate: toBase64(encodeCertificate(changed)) });
  };
  const lies: FakeAnswer[] = [
    answer(proofOf(3, 0, 2).proof),
    seals(({ seals }) => ({ seals: seals.map((each) => ({ ...each, signature: seals[0]!.signature })) })),
    seals(({ round }) => ({ round: round + 1 })),
    answer({ ...proof, certificate: undefined }),
    answer({ ...proof, certificate: "!" }),
    answer({ ...proof, path: 5 }),
    answer({}),
    answer(null),
    answer(undefined),
    { status: 200, body: { data: { status: "expired" } } },
    { status: 200, body: { data: { status: "banana" } } },
    { status: 200, body: {} },
    { status: 200, body: null },
    { status: 200, body: "<html>" },
    { status: 400, body: { code: 5, message: "x", values: null } },
  ];
  for (const lie of lies) {
    const { client, calls } = clientOf({ [LIAR]: [lie], [HONEST]: [answer(proof)] });
    const end = client.waitForFinality(id, { expiresAt: 2_000 });
    if (lie === lies.at(-1)) {
      await expect(end).rejects.toMatchObject({ code: "http.status", status: 400 });
    } else {
      await expect(end, JSON.stringify(lie)).resolves.toMatchObject({ status: "applied", height: 5 });
      expect(calls.map((call) => call.includes("liar"))).toEqual([true, false]);
    }
  }
}, 20_000);

test("after a node broke off, the next one is given the same bytes before it is asked", async () => {
  const { id, proof } = proofOf(3, 0);
  const { client, calls } = clientOf({
    [LIAR]: ["silence"],
    [HONEST]: [
      { status: 202, body: { results: [{ status: "accepted" }] } },
      { status: 200, body: { data: { status: "applied", finality: proof } } },
    ],
  });
  const resend = { id, bytes: new Uint8Array([1]), expiresAt: 2_000 };
  await expect(client.waitForFinality(id, { expiresAt: 2_000, resend })).resolves.toMatchObject({
    status: "applied",
  });
  expect(calls.map((call) => call.replace(/[0-9a-f]{64}/, "id"))).toEqual([
    `GET ${LIAR}/v1/transactions/id`,
    `POST ${HONEST}/v1/transactions`,
    `GET ${HONEST}/v1/transactions/id`,
  ]);
});

test("what isn't a node's address is said at once", () => {
  for (const url of ["", "banana", "ftp://node.test", "http://node.test:99999", "javascript:alert(1)"]) {
    expect(() => createClient({ urls: [url] }), url).toThrow(expect.objectContaining({ code: "client.url" }));
  }
});
