import type { SignedVote } from "@jingzhun/consensus";
import { hex } from "@jingzhun/ledger";

/** Votes of honest validators at one height, by `round/hash`. */
interface Votes {
  readonly prepares: Map<string, Place>;
  readonly commits: Map<string, Place>;
}

interface Place {
  readonly round: number;
  readonly hash: string;
  readonly signers: Set<number>;
}

/**
 * A block for which honest COMMITs and those that the Byzantine validators may add make a quorum can have been decided:
 * then no honest validator PREPAREs another one in a later round, at whatever time each of it is said.
 */
export class Locks {
  readonly #quorum: number;
  readonly #byzantine: number;
  readonly #heights = new Map<number, Votes>();

  constructor(quorum: number, byzantine: number) {
    this.#quorum = quorum;
    this.#byzantine = byzantine;
  }

  /** An honest validator's vote; answers what it breaks. */
  add(
    type: "prepare" | "commit",
    signer: number,
    { height, round, blockHash }: SignedVote["vote"],
  ): string | undefined {
    let votes = this.#heights.get(height);
    if (votes === undefined) {
      this.#heights.set(height, (votes = { prepares: new Map(), commits: new Map() }));
    }
    const { prepares, commits } = votes;
    const places = type === "prepare" ? prepares : commits;
    const hash = hex(blockHash);
    const key = `${round}/${hash}`;
    let place = places.get(key);
    if (place === undefined) places.set(key, (place = { round, hash, signers: new Set() }));
    place.signers.add(signer);
    for (const locked of commits.values()) {
      if (locked.signers.size + this.#byzantine < this.#quorum) continue;
      for (const other of prepares.values()) {
        if (other.round <= locked.round || other.hash === locked.hash) continue;
        const decidable = `${locked.hash.slice(0, 12)} can be decided in round ${locked.round}`;
        const voters = [...other.signers].map((voter) => `n${voter}`).join(", ");
        return `block ${height}: ${decidable}, and in round ${other.round} ${voters} PREPARE ${other.hash.slice(0, 12)}`;
      }
    }
    return undefined;
  }
}
