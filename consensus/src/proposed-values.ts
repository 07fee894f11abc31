import { equalBytes, hex } from "@jingzhun/ledger/certification";
import type { Output } from "./interface.ts";
import { PROPOSAL_COPIES_MAX, VALIDATIONS_MAX } from "./limits.ts";

/** A value to be validated by the host. */
export interface Candidate {
  readonly round: number;
  readonly hash: Uint8Array;
  readonly value: Uint8Array;
  /** the freshness of its timestamp isn't judged */
  readonly justifiedByPrepared: boolean;
}

type State = "waiting" | "asked" | "rejected";

/**
 * The values of a height: those found valid, and those on their way through the host's validation. A proposal's
 * signature covers only the hash, so a relay can garble the value. Copies that differ are therefore validated one after
 * another, up to PROPOSAL_COPIES_MAX a round; the host sees one at a time per round and hash.
 */
export class ProposedValues {
  /** by hex of the hash */
  #valid = new Map<string, Uint8Array>();
  #candidates: (Candidate & { state: State })[] = [];
  /** hashes (hex) under which the host refused a value, the newest VALIDATIONS_MAX */
  #refused: string[] = [];

  copy(): ProposedValues {
    const copy = new ProposedValues();
    copy.#valid = new Map(this.#valid);
    copy.#candidates = this.#candidates.map((candidate) => ({ ...candidate }));
    copy.#refused = [...this.#refused];
    return copy;
  }

  valid(hash: Uint8Array): Uint8Array | undefined {
    return this.#valid.get(hex(hash));
  }

  add(hash: Uint8Array, value: Uint8Array): void {
    this.#valid.set(hex(hash), value);
  }

  /** A value that may yet be valid. */
  hoped(hash: Uint8Array): Uint8Array | undefined {
    return this.#candidates.find((c) => c.state !== "rejected" && equalBytes(c.hash, hash))?.value;
  }

  /** Was a value under this hash refused? Then another that came under it may be as bad. */
  wasRefused(hash: Uint8Array): boolean {
    return this.#refused.includes(hex(hash));
  }

  /** Would another copy of a proposal be looked at? */
  isOpenTo({ round, hash, value }: Omit<Candidate, "justifiedByPrepared">): boolean {
    const copies = this.#copies(round, hash);
    return copies.length < PROPOSAL_COPIES_MAX && !copies.some((copy) => equalBytes(copy.value, value));
  }

  validate(candidate: Candidate, height: number, proposer: number, out: Output[]): void {
    if (!this.isOpenTo(candidate)) return;
    this.#candidates.push({ ...candidate, state: "waiting" });
    if (this.#candidates.length > VALIDATIONS_MAX) this.#candidates.shift();
    this.#askNext(candidate.round, candidate.hash, height, proposer, out);
  }

  /**
   * The host's answer; if it is no, the next copy's turn comes.
   *
   * @returns the valid value
   */
  answer(
    { round, hash, valid }: { round: number; hash: Uint8Array; valid: boolean },
    height: number,
    proposer: number,
    out: Output[],
  ): Uint8Array | undefined {
    const candidate = this.#copies(round, hash).find(({ state }) => state === "asked");
    if (candidate === undefined) return undefined;
    candidate.state = "rejected";
    if (!valid) {
      this.#refused = [...this.#refused, hex(hash)].slice(-VALIDATIONS_MAX);
      this.#askNext(round, hash, height, proposer, out);
      return undefined;
    }
    this.#candidates = this.#candidates.filter((other) => other !== candidate);
    this.add(hash, candidate.value);
    return candidate.value;
  }

  /** The round is over: what the host wasn't asked yet is forgotten; its late answers still make a value known. */
  endRound(): void {
    this.#candidates = this.#candidates.filter(({ state }) => state === "asked");
  }

  #copies(round: number, hash: Uint8Array) {
    return this.#candidates.filter((c) => c.round === round && equalBytes(c.hash, hash));
  }

  #askNext(round: number, hash: Uint8Array, height: number, proposer: number, out: Output[]): void {
    const copies = this.#copies(round, hash);
    if (copies.some(({ state }) => state === "asked")) return;
    const next = copies.find(({ state }) => state === "waiting");
    if (next === undefined) return;
    next.state = "asked";
    const { value, justifiedByPrepared } = next;
    out.push({ type: "validateProposal", height, round, hash, value, justifiedByPrepared, proposer });
  }
}
