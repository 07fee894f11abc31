import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeRoundChange, decodeVote, hex } from "@jingzhun/ledger";
import { decodeWalEntry, everyEntry } from "@jingzhun/node/parts";

const PHASES = ["proposal", "prepare", "commit"] as const;

/**
 * What validators were about to sign, by their write-ahead logs. Logs are cut and turned over as blocks become
 * durable, so they are read again and again while the network runs.
 */
export class WalVotes {
  /** `node type height round` → payload, hex */
  readonly #payloads = new Map<string, string>();
  readonly #conflicts = new Map<string, string>();
  #highestRound = 0;

  /** Reads what a node's log holds at this moment; a record that is being written isn't whole yet and comes next time. */
  read(node: number, folder: string): void {
    for (const name of readdirSync(folder).filter((file) => file.startsWith("wal-"))) {
      let bytes: Buffer;
      try {
        bytes = readFileSync(join(folder, name));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") continue; // turned over meanwhile
        throw error;
      }
      for (const entry of everyEntry(bytes)) this.#add(node, decodeWalEntry(entry).record);
    }
  }

  /** How many places of the protocol (node, message, height, round) were seen. */
  get places(): number {
    return this.#payloads.size;
  }

  get highestRound(): number {
    return this.#highestRound;
  }

  /** Places at which a node was about to sign two different things. */
  conflicts(): string[] {
    return [...this.#conflicts.values()];
  }

  #add(node: number, record: ReturnType<typeof decodeWalEntry>["record"]): void {
    // The signature's payload was recorded before it.
    if (record.kind === "signature") return;
    const { height, round } =
      record.kind === "roundChange" ? decodeRoundChange(record.payload) : decodeVote(record.payload);
    const type =
      record.kind === "roundChange" ? "roundChange" : PHASES.find((phase) => phase === record.kind)!;
    const place = `node ${node} ${type} height ${height} round ${round}`;
    this.#highestRound = Math.max(this.#highestRound, round);
    const payload = hex(record.payload);
    const before = this.#payloads.get(place);
    if (before === undefined) this.#payloads.set(place, payload);
    else if (before !== payload) this.#conflicts.set(place, `${place}: ${before} and ${payload}`);
  }
}
