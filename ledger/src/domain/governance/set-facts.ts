import { faulty, quorum } from "../../block/validators.ts";

/** What a set of n validators can bear. */
export interface SetFacts {
  readonly n: number;
  /** how many may be faulty */
  readonly f: number;
  readonly quorum: number;
}

export function setFacts(n: number): SetFacts {
  return { n, f: faulty(n), quorum: quorum(n) };
}
