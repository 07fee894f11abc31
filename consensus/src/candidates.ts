import { equalBytes } from "@jingzhun/ledger";
import { PROPOSAL_COPIES_MAX, VALIDATIONS_MAX } from "./limits.ts";

/** A proposed value on its way through the host's validation. */
export interface Candidate {
  readonly round: number;
  readonly hash: Uint8Array;
  readonly value: Uint8Array;
  /** the freshness of its timestamp isn't judged */
  readonly justifiedByPrepared: boolean;
  state: "waiting" | "asked" | "rejected";
}

/**
 * A proposal's signature covers only the hash, so a relay can garble the value. Copies that differ are therefore
 * validated one after another, up to PROPOSAL_COPIES_MAX a round; the host sees one at a time per round and hash.
 */
export function addCandidate(candidates: Candidate[], candidate: Candidate): Candidate | undefined {
  const copies = candidates.filter((other) => sameProposal(other, candidate.round, candidate.hash));
  if (copies.length >= PROPOSAL_COPIES_MAX) return undefined;
  if (copies.some((copy) => equalBytes(copy.value, candidate.value))) return undefined;
  candidates.push(candidate);
  if (candidates.length > VALIDATIONS_MAX) candidates.shift();
  return nextToAsk(candidates, candidate.round, candidate.hash);
}

/** Takes the host's answer; undefined when nothing was asked. */
export function answerCandidate(
  candidates: Candidate[],
  round: number,
  hash: Uint8Array,
  valid: boolean,
): Candidate | undefined {
  const index = candidates.findIndex((c) => c.state === "asked" && sameProposal(c, round, hash));
  const candidate = candidates[index];
  if (candidate === undefined) return undefined;
  if (valid) candidates.splice(index, 1);
  else candidate.state = "rejected";
  return candidate;
}

/** The copy to ask the host about now; undefined while it is busy with one, or none is left. */
export function nextToAsk(candidates: Candidate[], round: number, hash: Uint8Array): Candidate | undefined {
  const copies = candidates.filter((candidate) => sameProposal(candidate, round, hash));
  if (copies.some((copy) => copy.state === "asked")) return undefined;
  const next = copies.find((copy) => copy.state === "waiting");
  if (next !== undefined) next.state = "asked";
  return next;
}

function sameProposal(candidate: Candidate, round: number, hash: Uint8Array): boolean {
  return candidate.round === round && equalBytes(candidate.hash, hash);
}
