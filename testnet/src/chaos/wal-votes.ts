import { closeSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { decodeRoundChange, decodeVote, hex } from "@jingzhun/ledger";
import { decodeWalEntry, readOn } from "@jingzhun/node/parts";

const PHASES = ["proposal", "prepare", "commit"] as const;

/**
 * What validators were about to sign, by their write-ahead logs. Logs are cut and turned over as blocks become
 * durable, so they are read again and again while the network runs.
 */
export class WalVotes {
  /** `node type height round` → payload, hex */
  readonly #payloads = new Map<string, string>();
  readonly #conflicts = new Map<string, string>();
  /** path → bytes of it that were read */
  readonly #read = new Map<string, number>();
  #highestRound = 0;

  /** Reads what was added to a node's log since the last time; a record that is being written comes next time. */
  read(node: number, folder: string): void {
    for (const name of readdirSync(folder).filter((file) => file.startsWith("wal-"))) {
      const path = join(folder, name);
      const at = this.#read.get(path) ?? 0;
      const bytes = tail(path, at);
      if (bytes === undefined) continue;
      const { entries, validBytes } = readOn(bytes, at === 0);
      this.#read.set(path, at + validBytes);
      for (const entry of entries) this.#add(node, decodeWalEntry(entry).record);
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

/** What a file holds from `at` on; undefined when it is gone. A log that was cut short after a crash is read on there. */
function tail(path: string, at: number): Buffer | undefined {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined; // turned over meanwhile
    throw error;
  }
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - at));
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, at));
  } finally {
    closeSync(file);
  }
}
