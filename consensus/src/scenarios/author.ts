import { signatureInput, suite, utf8 } from "@jingzhun/ledger/certification";
import {
  type Commit,
  type Justification,
  type Message,
  type Prepare,
  type Proposal,
  type RoundChange,
  type SignedVote,
  type UnsignedMessage,
  unsignedRoundChange,
  unsignedVote,
} from "../index.ts";
import { CHAIN_ID, signCached, validators } from "./validators.ts";

const UNJUSTIFIED: Justification = { roundChanges: [], prepares: [] };

/** Signs whatever it is told with one validator's key: an honest voice or a Byzantine one. */
export class Author {
  readonly #n: number;
  readonly #signer: number;
  readonly #height: number;

  constructor(n: number, signer: number, height = 1) {
    this.#n = n;
    this.#signer = signer;
    this.#height = height;
  }

  proposal(round: number, block: string, justification = UNJUSTIFIED): Proposal {
    return this.#sign({
      ...this.#vote(0, round, block),
      type: "proposal",
      value: utf8(block),
      justification,
    });
  }

  prepare(round: number, block: string): Prepare {
    return this.#sign({ ...this.#vote(1, round, block), type: "prepare" });
  }

  commit(round: number, block: string): Commit {
    return this.#sign({ ...this.#vote(2, round, block), type: "commit" });
  }

  roundChange(
    round: number,
    prepared?: { round: number; block: string; prepares: readonly SignedVote[] },
  ): RoundChange {
    const claim = {
      ...this.#at(round),
      preparedRound: prepared?.round ?? null,
      preparedHash: prepared === undefined ? null : suite.hash(utf8(prepared.block)),
    };
    return this.#sign({
      ...unsignedRoundChange(this.#signer, claim),
      type: "roundChange",
      prepares: prepared?.prepares ?? [],
    });
  }

  #at(round: number) {
    return { chainId: CHAIN_ID, epoch: 0, height: this.#height, round };
  }

  #vote(phase: 0 | 1 | 2, round: number, block: string) {
    return unsignedVote(this.#signer, { ...this.#at(round), phase, blockHash: suite.hash(utf8(block)) });
  }

  #sign<M extends Message>(unsigned: UnsignedMessage): M {
    const framed = signatureInput("consensus", CHAIN_ID, unsigned.payload);
    return { ...unsigned, signature: signCached(framed, validators(this.#n).seeds[this.#signer]!) } as M;
  }
}

/** n authors, by index in the set. */
export function authors(n: number, height = 1): Author[] {
  return Array.from({ length: n }, (_, index) => new Author(n, index, height));
}
