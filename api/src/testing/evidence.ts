import {
  type Action,
  contradiction,
  type Evidence,
  encodeEvidence,
  encodeVote,
  PHASE,
  signBytes,
  suite,
} from "@jingzhun/ledger";

/** Two COMMITs of one key at a height. */
export function testEvidence(chainId: string, seed: Uint8Array, height: number): Evidence {
  const [a, b] = [1, 2].map((byte) => {
    const blockHash = new Uint8Array(32).fill(byte);
    const payload = encodeVote({ chainId, epoch: 0, height, round: 0, phase: PHASE.commit, blockHash });
    return { payload, signature: signBytes("consensus", chainId, payload, seed) };
  });
  return contradiction("commit", suite.publicKey(seed), a!, b!)!;
}

export function reportAction(evidence: Evidence): Action {
  return ["governance.evidence", { evidence: encodeEvidence(evidence) }];
}
