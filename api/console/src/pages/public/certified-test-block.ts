import { Trust } from "@jingzhun/client-sdk";
import {
  encodeCertificate,
  encodeHeader,
  encodeOutcome,
  encodeVote,
  headerHash,
  hex,
  type Outcome,
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

export const chainId = `test-${"0".repeat(32)}`;
const seeds = [1, 2, 3, 4].map((n) => new Uint8Array(32).fill(n));
export const set = sortValidators(
  seeds.map((seed, i): Validator => {
    const key = suite.publicKey(seed);
    return { organisation: `org-${i}`, consensusKey: key, networkKey: key, addresses: [] };
  }),
);
export const trust = new Trust(chainId, set);
export const outcomes: readonly Outcome[] = [
  { status: "applied" },
  { status: "rejected", code: "restricted.refused", path: "" },
];

/** For tests: block 7 with two transactions, the second refused, sealed by some of four validators in round 1. */
export function certifiedBlock(signers = 3) {
  const ids = outcomes.map((_, i) => suite.hash(new Uint8Array([i])));
  const leaves = ids.map((id, i) => outcomeLeaf(id, encodeOutcome(outcomes[i]!)));
  const header = encodeHeader({
    chainId,
    epoch: 0,
    height: 7,
    timestamp: 5_000,
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
  const place = { epoch: 0, height: 7, round: 1 };
  const vote = encodeVote({ chainId, ...place, phase: PHASE.commit, blockHash });
  const seals = seeds
    .map((seed) => ({
      signer: validatorIndex(set, suite.publicKey(seed)),
      signature: signBytes("consensus", chainId, vote, seed),
    }))
    .sort((a, b) => a.signer - b.signer)
    .slice(0, signers);
  return {
    hash: hex(blockHash),
    header: toBase64(header),
    certificate: toBase64(encodeCertificate({ ...place, blockHash, seals })),
    ids: ids.map(hex),
    leaves,
  };
}
