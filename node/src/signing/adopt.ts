import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { equalBytes, hex, JzError, PHASE } from "@jingzhun/ledger";
import { syncFolder } from "@jingzhun/ledger/storage/sync-folder";
import type { Clock } from "../clock.ts";
import { comparePositions, type Position } from "./position.ts";
import { createSigner, readSignerRecord } from "./signer.ts";
import { SILENT_HEIGHTS } from "./watch.ts";
import { clearWatch, loadWatch, setSignerAside } from "./watch-files.ts";

/** Every adoption ever made with a key, a JSON line each, the oldest first. */
export const ADOPTIONS_FILE = "adoptions.jsonl";

export interface AdoptionRequest {
  /** of the keys */
  readonly folder: string;
  readonly publicKey: Uint8Array;
  /** where the key signed last, so the operator says */
  readonly lastSigned: { readonly epoch: number; readonly height: number; readonly round: number };
  /** Why it may be done although the node itself finds a way, or a mistake. */
  readonly force: string | undefined;
  /** Head of the ledger here. */
  readonly head: { readonly epoch: number; readonly height: number };
  /** The copy in the ledger and own seals in its blocks. */
  readonly known: readonly Position[];
  /** Other validators, and how many of them a watching node needs. */
  readonly others: number;
  readonly needed: number;
  readonly clock: Clock;
}

export interface Adoption {
  readonly at: string;
  readonly publicKey: string;
  readonly lastSigned: string;
  readonly force: string | null;
  /** what the record was before; null: missing or damaged */
  readonly before: string | null;
  /** head of the ledger */
  readonly height: number;
}

/**
 * Makes a signer's record by its operator's word (DESIGN §6): for a validator that no others can tell when it may sign
 * again. Nothing up to the COMMIT of `lastSigned` is signed with it. The old record is set aside, and what was done is
 * written down first.
 *
 * @throws JzError `adopt.not_needed`, `adopt.others`, `adopt.below`, `adopt.ahead`, `signer.other_key`
 */
export function adopt(request: AdoptionRequest): Adoption {
  const { folder, publicKey, force, head, others, needed, clock } = request;
  const record = recordOf(folder, publicKey);
  const notes = loadWatch(folder, clock.now());
  const known = [...request.known, ...(record === undefined ? [] : [record])];
  if (notes?.signed !== undefined && notes.signed !== null) known.push(notes.signed);
  const furthest = known.sort(comparePositions).at(-1);
  const isSound = record !== undefined && (furthest === undefined || comparePositions(record, furthest) >= 0);
  if (isSound && notes === undefined) throw new JzError("adopt.not_needed", "", { at: placeText(record) });
  if (others >= needed && force === undefined) throw new JzError("adopt.others", "", { others, needed });
  const lastSigned: Position = { ...request.lastSigned, phase: PHASE.commit };
  const asked = placeText(lastSigned);
  if (furthest !== undefined && comparePositions(lastSigned, furthest) < 0) {
    throw new JzError("adopt.below", "", { asked, known: placeText(furthest) });
  }
  // Too high a place can't be taken back, and a validator alone then never makes a block again.
  const isFar = lastSigned.epoch !== head.epoch || lastSigned.height >= head.height + SILENT_HEIGHTS;
  if (isFar && force === undefined) {
    throw new JzError("adopt.ahead", "", { asked, head: `${head.epoch}/${head.height}` });
  }
  const adoption: Adoption = {
    at: new Date(clock.now()).toISOString(),
    publicKey: hex(publicKey),
    lastSigned: asked,
    force: force ?? null,
    before: record === undefined ? null : placeText(record),
    height: head.height,
  };
  appendDurably(folder, adoption);
  setSignerAside(folder, clock.now());
  createSigner(folder, publicKey, lastSigned);
  clearWatch(folder);
  return adoption;
}

/** The newest; undefined: there was none. */
export function lastAdoption(folder: string): Adoption | undefined {
  const file = join(folder, ADOPTIONS_FILE);
  if (!existsSync(file)) return undefined;
  const line = readFileSync(file, "utf8").trimEnd().split("\n").at(-1)!;
  try {
    return JSON.parse(line) as Adoption;
  } catch {
    // A crash tore it: then nothing was adopted.
    return undefined;
  }
}

function recordOf(folder: string, publicKey: Uint8Array): Position | undefined {
  try {
    const record = readSignerRecord(folder);
    if (equalBytes(record.publicKey, publicKey)) return record.position;
    throw new JzError("signer.other_key", "", { file: folder, found: hex(record.publicKey) });
  } catch (error) {
    if (error instanceof JzError && /^signer\.(missing|damaged)$/.test(error.code)) return undefined;
    throw error;
  }
}

/** As the option is written. */
function placeText({ epoch, height, round }: Position): string {
  return `${epoch}/${height}/${round}`;
}

function appendDurably(folder: string, adoption: Adoption): void {
  const file = join(folder, ADOPTIONS_FILE);
  const handle = openSync(file, "a", 0o600);
  try {
    // On a line of its own, whatever a crash left before it.
    const torn = existsSync(file) && !/(^|\n)$/.test(readFileSync(file, "utf8"));
    appendFileSync(handle, `${torn ? "\n" : ""}${JSON.stringify(adoption)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  syncFolder(folder);
}
