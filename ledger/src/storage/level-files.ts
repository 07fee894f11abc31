import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { crc32c } from "@node-rs/crc32";
import { unsnap } from "./snappy.ts";

/**
 * A small reader of LevelDB's own files, for their checksums: LevelDB doesn't look at those of its tables when
 * it reads, and a flipped bit in a key makes a record vanish, which no checksum inside the value can tell
 * (DESIGN §8). Formats: LevelDB's doc/table_format.md and doc/log_format.md.
 */

/** A place where a file isn't what LevelDB wrote. */
export interface FileDamage {
  readonly file: string;
  readonly offset: number;
}

const LOG_BLOCK_BYTES = 32 * 1024;
const LOG_HEADER_BYTES = 7;
const FOOTER_BYTES = 48;
const TRAILER_BYTES = 5;
const MAGIC = Buffer.from("57fb808b247547db", "hex");

/**
 * Checks the logs and the MANIFEST, before LevelDB opens the folder and replaces them. A last record that isn't
 * whole is what a crash leaves; what it held, the head file tells.
 */
export async function checkLogs(folder: string): Promise<FileDamage | undefined> {
  for (const file of await list(folder, /\.log$|^MANIFEST-/)) {
    const bytes = await readIfThere(join(folder, file));
    const offset = bytes === undefined ? undefined : damageInLog(bytes);
    if (offset !== undefined) return { file, offset };
  }
  return undefined;
}

/**
 * Checks the newest tables, up to `bytesMax` in all; the others are the scrubber's. Call it when LevelDB has
 * opened the folder and removed what a crash left behind.
 */
export async function checkTables(folder: string, bytesMax: number): Promise<FileDamage | undefined> {
  const files = (await list(folder, /\.(ldb|sst)$/)).sort(
    (a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10),
  );
  let left = bytesMax;
  for (const file of files) {
    const size = await stat(join(folder, file)).then(
      (found) => found.size,
      () => 0,
    );
    left -= size;
    if (left < 0) break;
    const bytes = await readIfThere(join(folder, file));
    const offset = bytes === undefined ? undefined : damageInTable(bytes);
    if (offset !== undefined) return { file, offset };
  }
  return undefined;
}

/** Where a log or MANIFEST is damaged, its last record aside. */
function damageInLog(bytes: Buffer): number | undefined {
  let at = 0;
  let damaged: number | undefined;
  while (at + LOG_HEADER_BYTES <= bytes.length) {
    const room = LOG_BLOCK_BYTES - (at % LOG_BLOCK_BYTES);
    if (room < LOG_HEADER_BYTES) {
      at += room;
      continue;
    }
    if (damaged !== undefined) return damaged; // something follows it
    const length = bytes.readUInt16LE(at + 4);
    const end = at + LOG_HEADER_BYTES + length;
    if (length + LOG_HEADER_BYTES > room) damaged = at;
    else if (end > bytes.length)
      return undefined; // torn
    else if (bytes.readUInt32LE(at) !== masked(crc32c(bytes.subarray(at + 6, end)))) damaged = at;
    at = damaged === undefined ? end : at + Math.min(room, length + LOG_HEADER_BYTES);
  }
  return undefined;
}

/** Where a table is damaged. One that isn't finished has no footer; LevelDB refuses such a file itself. */
function damageInTable(bytes: Buffer): number | undefined {
  const footer = bytes.length - FOOTER_BYTES;
  if (footer < 0 || !bytes.subarray(bytes.length - MAGIC.length).equals(MAGIC)) return undefined;
  try {
    const meta = handle(bytes, footer);
    const index = handle(bytes, meta.next);
    const blocks = [meta, index, ...handlesIn(contents(bytes, meta)), ...handlesIn(contents(bytes, index))];
    for (const block of blocks) checkBlock(bytes, block);
    // The blocks must fill the file, else an index entry is missing.
    const filled = blocks.reduce((sum, { size }) => sum + size + TRAILER_BYTES, FOOTER_BYTES);
    return filled === bytes.length ? undefined : footer;
  } catch (error) {
    if (error instanceof BadBlock) return error.offset;
    if (error instanceof RangeError) return footer;
    throw error;
  }
}

class BadBlock extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super(`bad block at ${offset}`);
    this.offset = offset;
  }
}

interface Handle {
  readonly offset: number;
  readonly size: number;
}

function checkBlock(bytes: Buffer, { offset, size }: Handle): void {
  const end = offset + size;
  if (end + TRAILER_BYTES > bytes.length) throw new BadBlock(offset);
  if (bytes.readUInt32LE(end + 1) !== masked(crc32c(bytes.subarray(offset, end + 1)))) {
    throw new BadBlock(offset);
  }
}

/** A block's bytes, uncompressed, when its checksum is right. */
function contents(bytes: Buffer, block: Handle): Buffer {
  checkBlock(bytes, block);
  const end = block.offset + block.size;
  const stored = bytes.subarray(block.offset, end);
  return bytes[end] === 1 ? unsnap(stored) : stored;
}

/** The block handles that an index block's values are. */
function handlesIn(index: Buffer): Handle[] {
  const handles: Handle[] = [];
  const entriesEnd = index.length - 4 - 4 * index.readUInt32LE(index.length - 4);
  let at = 0;
  while (at < entriesEnd) {
    const shared = varint(index, at);
    const rest = varint(index, shared.next);
    const length = varint(index, rest.next);
    const value = length.next + rest.value;
    handles.push(handle(index, value));
    at = value + length.value;
  }
  return handles;
}

function handle(bytes: Buffer, at: number): Handle & { readonly next: number } {
  const offset = varint(bytes, at);
  const size = varint(bytes, offset.next);
  return { offset: offset.value, size: size.value, next: size.next };
}

export function varint(bytes: Uint8Array, start: number): { value: number; next: number } {
  let value = 0;
  let factor = 1;
  for (let at = start; at < bytes.length && at < start + 8; at++) {
    const byte = bytes[at]!;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return { value, next: at + 1 };
    factor *= 128;
  }
  throw new RangeError("varint");
}

/** LevelDB stores checksums masked, so that a checksum over checksums isn't weak. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282_ead8) >>> 0;
}

async function list(folder: string, pattern: RegExp): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  return files.filter((file) => pattern.test(file));
}

/** LevelDB removes files while we look. */
async function readIfThere(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}
