import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PHASE, suite } from "@jingzhun/ledger";
import { syncFolder } from "@jingzhun/ledger/storage/sync-folder";
import type { Clock } from "../clock.ts";
import { writeFileDurably } from "../durable-file.ts";
import type { Phase, Position } from "./position.ts";
import { createSigner, openSigner, type Signer, signerFile } from "./signer.ts";

const REASONS = ["missing", "damaged", "behind_copy", "behind_seal"] as const;

/** What is wrong with the signer's record; `behind_…`: below the copy in the ledger, or below an own seal in a block. */
export type WatchReason = (typeof REASONS)[number];

/** What a watching node must still know after a restart. */
export interface WatchNotes {
  /** ms UTC */
  readonly since: number;
  readonly reason: WatchReason;
  /** H, the highest head of the others (DESIGN §6); null until enough of them have answered */
  readonly head: number | null;
  /** hash of the validator set that was asked for it, hex */
  readonly set: string | null;
  /** the furthest that the key is known to have signed */
  readonly signed: Position | null;
}

export interface WatchFiles {
  /** undefined: the node doesn't watch */
  load(): WatchNotes | undefined;
  /** Durable when it returns. @throws the disk's error */
  save(notes: WatchNotes): void;
  /** Sets the old record aside, makes one that signs nothing up to `notBelow`, forgets the notes. @throws the disk's error */
  renew(notBelow: Position): Signer;
  /** Forgets the notes. @throws the disk's error */
  clear(): void;
}

/** Beside the signer's record. That it is there is the reason to watch. */
export const WATCH_FILE = "watching.json";

export function createWatchFiles(folder: string, seed: Uint8Array, clock: Clock): WatchFiles {
  const file = join(folder, WATCH_FILE);
  return {
    load: () => loadWatch(folder, clock.now()),
    save: (notes) => writeFileDurably(file, `${JSON.stringify(notes, null, 2)}\n`),
    renew(notBelow) {
      setSignerAside(folder, clock.now());
      createSigner(folder, suite.publicKey(seed), notBelow);
      // Only now: after a crash in between the node goes on watching, with the same H.
      clearWatch(folder);
      return openSigner(folder, seed);
    },
    clear: () => clearWatch(folder),
  };
}

/** undefined: the node doesn't watch. @param now ms UTC: since then, where the file doesn't tell */
export function loadWatch(folder: string, now: number): WatchNotes | undefined {
  const file = join(folder, WATCH_FILE);
  return existsSync(file) ? readNotes(file, now) : undefined;
}

export function clearWatch(folder: string): void {
  rmSync(join(folder, WATCH_FILE), { force: true });
  syncFolder(folder);
}

/** The old record is never deleted: it gets a name with the date. Answers that name; undefined: there was none. */
export function setSignerAside(folder: string, now: number): string | undefined {
  const file = signerFile(folder);
  if (!existsSync(file)) return undefined;
  const date = new Date(now).toISOString().replace(/[:.]/g, "-");
  let aside = `${file}-until-${date}`;
  for (let i = 2; existsSync(aside); i++) aside = `${file}-until-${date}-${i}`;
  renameSync(file, aside);
  syncFolder(folder);
  return aside;
}

/** What can't be read says nothing but that the node watches. */
function readNotes(file: string, now: number): WatchNotes {
  let notes: Partial<Record<keyof WatchNotes, unknown>> = {};
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof value === "object" && value !== null) notes = value;
  } catch {
    // As if it were empty.
  }
  const head = typeof notes.head === "number" && Number.isSafeInteger(notes.head) ? notes.head : null;
  return {
    since: typeof notes.since === "number" ? notes.since : now,
    reason: REASONS.find((reason) => reason === notes.reason) ?? "damaged",
    head,
    set: typeof notes.set === "string" ? notes.set : null,
    signed: positionOf(notes.signed),
  };
}

function positionOf(value: unknown): Position | null {
  if (typeof value !== "object" || value === null) return null;
  const { epoch, height, round, phase } = value as Record<keyof Position, unknown>;
  const isNatural = (each: unknown): each is number => Number.isSafeInteger(each) && (each as number) >= 0;
  if (!isNatural(epoch) || !isNatural(height) || !isNatural(round)) return null;
  if (!Object.values(PHASE).some((each) => each === phase)) return null;
  return { epoch, height, round, phase: phase as Phase };
}
