import {
  type Justification,
  type Message,
  type RoundChange,
  type SignedRoundChange,
  type SignedVote,
  type UnsignedMessage,
  unsignedRoundChange,
  unsignedVote,
} from "@jingzhun/consensus";
import { hex, PHASE, type VotePhase } from "@jingzhun/ledger/certification";
import { type Block, block, blockName } from "./block-names.ts";
import { internBytes } from "./canonical.ts";
import { ownBlock, type World } from "./host.ts";
import { bit, idsOf, type Messages, NONE } from "./message-pool.ts";
import type { Past } from "./past.ts";
import { CHAIN_ID, proposerOf, QUORUM, signAs } from "./validators.ts";

/** A quorum of PREPAREs for one block in one round. */
interface Prepared {
  readonly round: number;
  readonly block: Block;
  readonly prepares: readonly SignedVote[];
}

/** What the Byzantine validator knows. */
interface Knowledge {
  readonly rounds: readonly number[];
  /** by round: the blocks that were proposed or voted for in it */
  readonly blocks: ReadonlyMap<number, ReadonlyMap<string, Block>>;
  readonly roundChanges: readonly RoundChange[];
  readonly prepared: readonly Prepared[];
}

/**
 * The Byzantine validator: everything that it can sign once the others have said this, and so whatever any number of
 * copies of the honest code with its key could say (Twins), two blocks of its own for a round among it. Beyond that:
 * votes for every block that is spoken of, ROUND-CHANGEs that hide or claim without proof what was prepared, proposals
 * that no ROUND-CHANGEs justify or that they contradict. It needs no place in a state: with more to hear there is only
 * more that it can say.
 */
export class Adversary {
  readonly #world: World;
  readonly #roundByRound: boolean;
  readonly #made = new Map<string, number>();
  readonly #said = new Map<number, Map<Messages, Messages>>();

  /** @param roundByRound it says nothing of a later round than the one in which the others act */
  constructor(world: World, roundByRound: boolean) {
    this.#world = world;
    this.#roundByRound = roundByRound;
  }

  /** Everything that it can say in rounds that aren't past. */
  canSay(heard: Messages, past: Past): Messages {
    let known = this.#said.get(past.id);
    if (known === undefined) this.#said.set(past.id, (known = new Map()));
    let said = known.get(heard);
    if (said === undefined) known.set(heard, (said = this.#say(heard, past)));
    return said;
  }

  #say(heard: Messages, past: Past): Messages {
    const knowledge = this.#learn(heard, past);
    let said = NONE;
    const say = (id: number) => {
      said |= bit(id);
    };
    for (const round of knowledge.rounds) {
      for (const id of this.#proposals(round, knowledge)) say(id);
      for (const { hash } of knowledge.blocks.get(round)?.values() ?? []) {
        const key = `${round} ${internBytes(hash)}`;
        say(this.#once(`p ${key}`, () => ({ ...this.#vote(PHASE.prepare, round, hash), type: "prepare" })));
        say(this.#once(`c ${key}`, () => ({ ...this.#vote(PHASE.commit, round, hash), type: "commit" })));
      }
      if (round > 0) for (const id of this.#roundChanges(round, knowledge)) say(id);
    }
    return said;
  }

  /** Makes a message the first time that it is spoken of. */
  #once(key: string, make: () => UnsignedMessage): number {
    let id = this.#made.get(key);
    if (id === undefined) this.#made.set(key, (id = this.#world.pool.id(this.#sign(make()))));
    return id;
  }

  #learn(heard: Messages, past: Past): Knowledge {
    const { pool, byzantine, lastRound } = this.#world;
    const last = this.#roundByRound ? past.round : lastRound;
    const rounds = Array.from({ length: last + 1 - past.round }, (_, i) => past.round + i);
    const blocks = new Map<number, Map<string, Block>>();
    const speaksOf = (round: number, spoken: Block) => {
      let ofRound = blocks.get(round);
      if (ofRound === undefined) blocks.set(round, (ofRound = new Map()));
      ofRound.set(hex(spoken.hash), spoken);
    };
    const roundChanges: RoundChange[] = [];
    const prepares = new Map<string, SignedVote[]>();
    for (const message of [...idsOf(heard), ...past.prepared.flat()].map((id) => pool.message(id))) {
      if (message.type === "roundChange") {
        roundChanges.push(message);
        continue;
      }
      const { round, blockHash } = message.vote;
      if (round >= past.round) speaksOf(round, block(blockName(blockHash)));
      if (message.type !== "prepare") continue;
      const key = `${round} ${hex(blockHash)}`;
      prepares.set(key, [...(prepares.get(key) ?? []), message]);
    }
    const prepared = [...prepares.values()].flatMap((votes) => this.#certificate(votes));
    for (const round of rounds) {
      if (proposerOf(round) !== byzantine) continue;
      for (const own of this.#ownBlocks(round)) speaksOf(round, own);
      for (const again of prepared) if (again.round < round) speaksOf(round, again.block);
    }
    return { rounds, blocks, roundChanges, prepared };
  }

  /** With its own PREPARE, if that makes a quorum. */
  #certificate(votes: readonly SignedVote[]): Prepared[] {
    if (votes.length + 1 < QUORUM) return [];
    const { round, blockHash } = votes[0]!.vote;
    const own = this.#sign({ ...this.#vote(PHASE.prepare, round, blockHash), type: "prepare" }) as SignedVote;
    const prepares = [...votes.slice(0, QUORUM - 1), own]
      .sort((a, b) => a.signer - b.signer)
      .map(({ signer, payload, signature, vote }) => ({ signer, payload, signature, vote }));
    return [{ round, block: block(blockName(blockHash)), prepares }];
  }

  #ownBlocks(round: number): Block[] {
    return [false, true].map((isOther) => block(ownBlock(this.#world.byzantine, round, isOther)));
  }

  /** Asks for a round: hiding what is prepared, showing it, and claiming what isn't. */
  *#roundChanges(round: number, { prepared, blocks }: Knowledge): Iterable<number> {
    yield this.#roundChange(round, null);
    for (const shown of prepared) if (shown.round < round) yield this.#roundChange(round, shown);
    for (let before = 0; before < round; before++)
      for (const claimed of [...(blocks.get(before)?.values() ?? []), ...this.#ownBlocks(before)])
        yield this.#roundChange(round, { round: before, block: claimed, prepares: [] });
  }

  #roundChange(round: number, prepared: Prepared | null): number {
    const what = prepared === null ? "" : `${prepared.round} ${internBytes(prepared.block.hash)}`;
    return this.#once(`r ${round} ${what} ${prepared?.prepares.length}`, () => this.#asking(round, prepared));
  }

  #asking(round: number, prepared: Prepared | null): UnsignedMessage {
    const claim = {
      ...this.#at(round),
      preparedRound: prepared?.round ?? null,
      preparedHash: prepared?.block.hash ?? null,
    };
    const signed = unsignedRoundChange(this.#world.byzantine, claim);
    return { ...signed, type: "roundChange", prepares: prepared?.prepares ?? [] };
  }

  *#proposals(round: number, { roundChanges, prepared }: Knowledge): Iterable<number> {
    if (proposerOf(round) !== this.#world.byzantine) return;
    const fresh = this.#ownBlocks(round);
    const shown = prepared.filter((one) => one.round < round);
    for (const own of fresh) yield this.#proposal(round, own, [], []);
    if (round === 0) return;
    const honest = roundChanges.filter(({ claim }) => claim.round === round);
    const own = [null, ...shown].map(
      (one) => this.#world.pool.message(this.#roundChange(round, one)) as RoundChange,
    );
    for (const asked of quorumsOf(honest, own)) {
      // What is certified, too, may be proposed as if it weren't.
      for (const one of [...fresh, ...shown.map((again) => again.block)])
        yield this.#proposal(round, one, asked, []);
      for (const { block: again, prepares } of shown) yield this.#proposal(round, again, asked, prepares);
    }
  }

  #proposal(
    round: number,
    { value, hash }: Block,
    asked: readonly SignedRoundChange[],
    prepares: readonly SignedVote[],
  ): number {
    const askers = asked.map(({ signer, payload }) => `${signer}/${internBytes(payload)}`);
    const key = `${round} ${internBytes(hash)} ${askers} ${prepares[0]?.vote.round}`;
    return this.#once(`v ${key}`, () => this.#proposing(round, { value, hash }, asked, prepares));
  }

  #proposing(
    round: number,
    { value, hash }: Block,
    asked: readonly SignedRoundChange[],
    prepares: readonly SignedVote[],
  ): UnsignedMessage {
    const roundChanges = asked.map(({ signer, payload, signature, claim }) => ({
      signer,
      payload,
      signature,
      claim,
    }));
    const justification: Justification = { roundChanges, prepares };
    return { ...this.#vote(PHASE.proposal, round, hash), type: "proposal", value, justification };
  }

  #vote(phase: VotePhase, round: number, blockHash: Uint8Array) {
    return unsignedVote(this.#world.byzantine, { ...this.#at(round), phase, blockHash });
  }

  #at(round: number) {
    return { chainId: CHAIN_ID, epoch: 0, height: 1, round };
  }

  #sign(message: UnsignedMessage): Message {
    return { ...message, signature: signAs(this.#world.byzantine, message.payload) } as Message;
  }
}

/** Every quorum, one ROUND-CHANGE a signer, ascending by signer: of honest ones only, or with one of its own. */
function quorumsOf(honest: readonly RoundChange[], own: readonly RoundChange[]): RoundChange[][] {
  const quorums: RoundChange[][] = [];
  const extend = (chosen: readonly RoundChange[], from: number) => {
    const isWhole = chosen.length === QUORUM;
    const alone = isWhole ? [chosen] : chosen.length === QUORUM - 1 ? own.map((one) => [...chosen, one]) : [];
    for (const quorum of alone) quorums.push([...quorum].sort((a, b) => a.signer - b.signer));
    if (isWhole) return;
    for (let i = from; i < honest.length; i++)
      if (chosen.every(({ signer }) => signer !== honest[i]!.signer)) extend([...chosen, honest[i]!], i + 1);
  };
  extend([], 0);
  return quorums;
}
