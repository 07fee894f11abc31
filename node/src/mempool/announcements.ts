import { type Params, type Tx, transactionCost, txId } from "@jingzhun/ledger";
import { PULL_BYTES_MAX } from "../limits.ts";
import type { GossipVerdict } from "../transport/index.ts";
import type { Announced } from "../wire/gossip-frames.ts";
import { idKey } from "../wire/id-key.ts";
import type { Admission } from "./admission.ts";
import { bytesOf, type Pool, type PoolTx, TX_FRAME_BYTES } from "./pool.ts";

export interface AnnouncementsDeps {
  readonly pool: Pool;
  readonly admission: Pick<Admission, "isHere" | "receive">;
  /** Is it in a block of the replay window? */
  readonly isIncluded: (id: Uint8Array) => boolean;
  readonly params: () => Pick<Params, "blockCost" | "costTransaction" | "costBytes">;
  /** Asks that peer for bodies; rejects when it doesn't answer. */
  readonly request: (from: string, ids: readonly Uint8Array[]) => Promise<Tx[]>;
  readonly onFailed: (from: string, error: unknown) => void;
  /** ids (`idKey`) asked of someone and not here yet, for whatever reason */
  readonly asked: Set<string>;
}

/** What a transaction takes of a block before its actions are known, with the restricted attachments that are here. */
export function announcedCost(
  { tx, executable }: PoolTx,
  params: Parameters<typeof transactionCost>[1],
): number {
  return transactionCost(executable?.bytes ?? tx.body.length + tx.signature.length, params);
}

/**
 * Pulls transactions too large for gossip from who announced them (DESIGN §7): only what a block can hold and what
 * there is room for, so many bytes at once. Whoever says a wrong size is at fault, whatever the state of either node.
 */
export class Announcements {
  readonly #deps: AnnouncementsDeps;
  /** asked for because of an announcement, not here yet */
  #pullingCount = 0;
  #pullingBytes = 0;

  constructor(deps: AnnouncementsDeps) {
    this.#deps = deps;
  }

  /** `accept` only when all that was said held: what was not pulled can't be vouched for. */
  async judge(announced: readonly Announced[], from: string): Promise<GossipVerdict> {
    const { pool, admission, asked, isIncluded } = this.#deps;
    const wanted: Announced[] = [];
    let vouched = true;
    for (const one of announced) {
      const key = idKey(one.id);
      const here = pool.get(key);
      if (here !== undefined) {
        if (here.bytes !== one.bytes) return "reject";
        here.holders.add(from);
      } else if (admission.isHere(key) || asked.has(key) || isIncluded(one.id) || !this.#isWanted(one)) {
        vouched = false;
      } else {
        asked.add(key);
        this.#pullingCount++;
        this.#pullingBytes += one.bytes;
        wanted.push(one);
      }
    }
    try {
      let accepted = false;
      for (const batch of batches(wanted)) {
        const verdict = await this.#pull(batch, from);
        if (verdict === "reject") return "reject";
        if (verdict === "accept") accepted = true;
        else vouched = false;
      }
      return accepted && vouched ? "accept" : "ignore";
    } finally {
      for (const { id, bytes } of wanted) {
        asked.delete(idKey(id));
        this.#pullingCount--;
        this.#pullingBytes -= bytes;
      }
    }
  }

  #isWanted({ bytes, cost }: Announced): boolean {
    const { pool, params } = this.#deps;
    const { blockCost, ...rates } = params();
    // Other parameters may be in force where it was announced, so a cost of one's own isn't a fault.
    if (cost > blockCost || cost < transactionCost(bytes - TX_FRAME_BYTES, rates)) return false;
    return pool.hasRoom(this.#pullingCount + 1, this.#pullingBytes + bytes);
  }

  async #pull(batch: readonly Announced[], from: string): Promise<GossipVerdict> {
    const { request, onFailed, admission } = this.#deps;
    let answer: Tx[];
    try {
      answer = await request(
        from,
        batch.map(({ id }) => id),
      );
    } catch (error) {
      onFailed(from, error);
      return "ignore";
    }
    const sizes = new Map(batch.map(({ id, bytes }) => [idKey(id), bytes]));
    // Nothing that is something else than was announced and asked for, be it whole and valid.
    for (const tx of answer) {
      const key = idKey(txId(tx.body));
      if (sizes.get(key) !== bytesOf(tx)) return "reject";
      sizes.delete(key);
    }
    const verdict = await admission.receive(answer, from);
    return verdict === "accept" && sizes.size > 0 ? "ignore" : verdict;
  }
}

function batches(wanted: readonly Announced[]): Announced[][] {
  const all: Announced[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const one of wanted) {
    bytes += one.bytes;
    if (bytes > PULL_BYTES_MAX) {
      all.push([]);
      bytes = one.bytes;
    }
    all.at(-1)!.push(one);
  }
  return all;
}
