import { equalBytes, suite, utf8 } from "@jingzhun/ledger/certification";
import {
  decodeMessage,
  encodeMessage,
  type Message,
  type SignedRoundChange,
  type SignedVote,
} from "../index.ts";
import { Author } from "./author.ts";
import type { InFlight, Network } from "./network.ts";
import { nameBlock } from "./trace.ts";

/** What a forged message claims: words of the command, each followed by numbers. */
interface Claims {
  /** `in`: the round in which the block was prepared */
  readonly preparedRound: number;
  /** `with`: whose PREPAREs prove that */
  readonly preparedBy: readonly number[];
  /** `asked`: whose ROUND-CHANGEs justify a proposal */
  readonly askedBy: readonly number[];
  /** `to`: who gets it; what goes to nobody counts as said all the same */
  readonly to: readonly number[];
}

/**
 * `forge <signer> <type> <height>/<round> <block> [in <round>] [with <signers>] [asked <signers>] to <nodes>`: a
 * Byzantine validator says what it likes, and shows of others what they really said.
 */
export function forge(network: Network, args: readonly string[]): void {
  const [signer, type, place, block, ...words] = args;
  const [height, round] = place!.split("/").map(Number) as [number, number];
  const from = Number(signer);
  nameBlock(block!);
  const claims = readClaims(words);
  const said = new Said(network, from, height);
  const packet: InFlight["packet"] = {
    kind: "message",
    bytes: encodeMessage(said.forged(type!, round, block!, claims)),
  };
  for (const to of claims.to) network.put({ from, to, packet });
  if (claims.to.length === 0) network.sent.push({ from, to: from, packet });
}

function readClaims(words: readonly string[]): Claims {
  const numbers: { [word: string]: number[] } = {};
  let current: number[] = [];
  for (const word of words) {
    if (/^\d+$/.test(word)) current.push(Number(word));
    else current = numbers[word] = [];
  }
  const { in: prepared = [0], with: preparedBy = [], asked: askedBy = [], to = [] } = numbers;
  return { preparedRound: prepared[0] ?? 0, preparedBy, askedBy, to };
}

/** What one validator can sign by itself, and what it has heard the others sign. */
class Said {
  readonly #messages: readonly Message[];
  readonly #author: Author;
  readonly #self: number;

  constructor(network: Network, self: number, height: number) {
    this.#messages = network.sent.flatMap(({ packet }) =>
      packet.kind === "message" ? [decodeMessage(packet.bytes)] : [],
    );
    this.#author = new Author(network.n, self, height);
    this.#self = self;
  }

  forged(type: string, round: number, block: string, claims: Claims): Message {
    const { preparedRound, preparedBy, askedBy } = claims;
    const author = this.#author;
    switch (type) {
      case "proposal":
        return author.proposal(round, block, {
          roundChanges: askedBy.map((signer) => this.#asked(signer, round)),
          prepares: preparedBy.map((signer) => this.#prepared(signer, preparedRound, block)),
        });
      case "prepare":
        return author.prepare(round, block);
      case "commit":
        return author.commit(round, block);
      case "roundChange": {
        if (block === "-") return author.roundChange(round);
        const prepares = preparedBy.map((signer) => this.#prepared(signer, preparedRound, block));
        return author.roundChange(round, { round: preparedRound, block, prepares });
      }
      default:
        throw new Error(`no message ${type}`);
    }
  }

  #prepared(signer: number, round: number, block: string): SignedVote {
    const hash = suite.hash(utf8(block));
    const found =
      signer === this.#self
        ? this.#author.prepare(round, block)
        : this.#messages.find(
            (message) =>
              message.type === "prepare" &&
              message.signer === signer &&
              message.vote.round === round &&
              equalBytes(message.vote.blockHash, hash),
          );
    if (found?.type !== "prepare")
      throw new Error(`${signer} sent no PREPARE of round ${round} for ${block}`);
    const { payload, signature, vote } = found;
    return { signer, payload, signature, vote };
  }

  /** The newest ROUND-CHANGE for a round that it sent. */
  #asked(signer: number, round: number): SignedRoundChange {
    const found = this.#messages.findLast(
      (message) =>
        message.type === "roundChange" && message.signer === signer && message.claim.round === round,
    );
    if (found?.type !== "roundChange") throw new Error(`${signer} sent no ROUND-CHANGE for round ${round}`);
    const { payload, signature, claim } = found;
    return { signer, payload, signature, claim };
  }
}
