import { join } from "node:path";
import { PHASE, suite } from "@jingzhun/ledger";
import { type Disk, hostDisk } from "@jingzhun/ledger/storage/disk";
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

export function createWatchFiles(
  folder: string,
  seed: Uint8Array,
  clock: Clock,
  disk: Disk = hostDisk,
): WatchFiles {
  const file = join(folder, WATCH_FILE);
  return {
    load: () => loadWatch(folder, clock.now(), disk),
    save: (notes) => writeFileDurably(file, `${JSON.stringify(notes, null, 2)}\n`, 0o600, disk),
    renew(notBelow) {
      setSignerAside(folder, clock.now(), disk);
      createSigner(folder, suite.publicKey(seed), notBelow, disk);
      // Only now: after a crash in between the node goes on watching, with the same H.
      clearWatch(folder, disk);
      return openSigner(folder, seed, disk);
    },
    clear: () => clearWatch(folder, disk),
  };
}

/** undefined: the node doesn't watch. @param now ms UTC: since then, where the file doesn't tell */
export function loadWatch(folder: string, now: number, disk: Disk = hostDisk): WatchNotes | undefined {
  const file = join(folder, WATCH_FILE);
  return disk.exists(file) ? readNotes(file, now, disk) : undefined;
}

export function clearWatch(folder: string, disk: Disk = hostDisk): void {
  const file = join(folder, WATCH_FILE);
  if (disk.exists(file)) disk.remove(file);
  disk.syncFolder(folder);
}

/** The old record is never deleted: it gets a name with the date. Answers that name; undefined: there was none. */
export function setSignerAside(folder: string, now: number, disk: Disk = hostDisk): string | undefined {
  const file = signerFile(folder);
  if (!disk.exists(file)) return undefined;
  const date = new Date(now).toISOString().replace(/[:.]/g, "-");
  let aside = `${file}-until-${date}`;
  for (let i = 2; disk.exists(aside); i++) aside = `${file}-until-${date}-${i}`;
  disk.rename(file, aside);
  disk.syncFolder(folder);
  return aside;
}

/** What can't be read says nothing but that the node watches. */
function readNotes(file: string, now: number, disk: Disk): WatchNotes {
  let notes: Partial<Record<keyof WatchNotes, unknown>> = {};
  try {
    const value: unknown = JSON.parse(disk.read(file).toString("utf8"));
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
