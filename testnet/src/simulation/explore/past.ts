import { blockName } from "./block-names.ts";
import type { Local, World } from "./host.ts";
import { idsOf } from "./message-pool.ts";
import { QUORUM } from "./validators.ts";

export type Decidable = ReadonlyMap<string, readonly number[]>;

/** What rounds in which nobody acts any more left behind. */
export interface Past {
  readonly id: number;
  /** the lowest round in which anyone acts */
  readonly round: number;
  /** numbers of honest PREPAREs that make a certificate with the Byzantine validator's own, a list for each */
  readonly prepared: readonly (readonly number[])[];
  /** by block (text): numbers of honest COMMITs of a round that decide it with the Byzantine validator's own */
  readonly decidable: Decidable;
}

/** The pasts that were met, each once. */
export class Pasts {
  readonly all: Past[] = [];
  readonly #ids = new Map<string, number>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    this.#meet(0, [], new Map());
  }

  /** The past once everyone has done what it does in its round. */
  next(past: Past, honest: readonly Local[]): Past {
    const prepares = this.quorums("prepare", honest);
    const prepared = [...past.prepared, ...prepares.values()];
    return this.#meet(past.round + 1, prepared, this.decidable(past, honest));
  }

  /** Blocks that can be decided now. */
  decidable(past: Past, honest: readonly Local[]): Decidable {
    const commits = this.quorums("commit", honest);
    if (commits.size === 0) return past.decidable;
    const decidable = new Map(past.decidable);
    for (const ids of commits.values()) decidable.set(this.#block(ids), ids);
    return decidable;
  }

  /** Honest votes of one round for one block that make a quorum with the Byzantine validator's own. */
  quorums(type: "prepare" | "commit", honest: readonly Local[]): Map<string, number[]> {
    const { pool } = this.#world;
    const votes = new Map<string, number[]>();
    for (const { said } of honest) {
      for (const id of idsOf(said)) {
        const message = pool.message(id);
        if (message.type !== type) continue;
        const { round, blockHash } = message.vote;
        const key = `${round} ${blockName(blockHash)}`;
        const ids = votes.get(key);
        if (ids === undefined) votes.set(key, [id]);
        else ids.push(id);
      }
    }
    for (const [key, ids] of votes) if (ids.length + 1 < QUORUM) votes.delete(key);
    return votes;
  }

  #meet(round: number, prepared: Past["prepared"], decidable: Decidable): Past {
    const certificates = prepared.map((ids) => this.#world.pool.round(ids[0]!) + this.#block(ids)).sort();
    const key = `${round};${certificates};${[...decidable.keys()].sort()}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.all.length;
      this.#ids.set(key, id);
      this.all.push({ id, round, prepared, decidable });
    }
    return this.all[id]!;
  }

  #block(votes: readonly number[]): string {
    const message = this.#world.pool.message(votes[0]!);
    return message.type === "roundChange" ? "" : blockName(message.vote.blockHash);
  }
}
