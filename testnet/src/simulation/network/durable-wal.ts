import type { Message, WalRecord } from "@jingzhun/consensus";
import { decodeVote, hex } from "@jingzhun/ledger";
import { decodeWalEntry, readOn } from "@jingzhun/node/parts";
import type { SimulatedFiles } from "./disk.ts";
import { WAL } from "./machine.ts";

/** What of a machine's write-ahead log survives a power cut, read on whenever it is asked. */
export class DurableWal {
  #file = "";
  #at = 0;
  /** by payload, hex */
  readonly #records = new Map<string, Exclude<WalRecord, { kind: "signature" }>>();
  /** blocks (hash, hex) whose transactions are there */
  readonly #bodies = new Set<string>();

  /** What this message lacks there of what must be durable before it is signed; undefined: nothing. */
  lacks(files: SimulatedFiles, message: Message, quorum: number): string | undefined {
    if (!this.#records.has(hex(message.payload))) this.#readOn(files);
    const record = this.#records.get(hex(message.payload));
    if (record === undefined) return "its record";
    if (record.kind !== message.type) return `its record: a ${record.kind} is there`;
    if (record.kind === "commit" && record.prepares.length < quorum) return "its prepared certificate";
    if (message.type === "roundChange" || message.type === "prepare") return undefined;
    return this.#bodies.has(hex(message.vote.blockHash)) ? undefined : "the transactions of its block";
  }

  #readOn(files: SimulatedFiles): void {
    const file = files.namesUnder(`${WAL}/`).at(-1);
    const bytes = file === undefined ? undefined : files.synced(file);
    if (file === undefined || bytes === undefined) return;
    if (file !== this.#file) this.#at = 0;
    this.#file = file;
    const { entries, validBytes } = readOn(bytes.subarray(this.#at), this.#at === 0);
    this.#at += validBytes;
    for (const { record, body } of entries.map(decodeWalEntry)) {
      if (record.kind === "signature") continue;
      this.#records.set(hex(record.payload), record);
      if (body !== null) this.#bodies.add(hex(decodeVote(record.payload).blockHash));
    }
  }
}
