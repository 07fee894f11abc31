import { decode, encode, JzError } from "@jingzhun/ledger";
import { FRAME_BYTES_MAX, HALF_FRAMES_MAX, PART_BYTES, PART_OVERHEAD_BYTES } from "../limits.ts";
import type { Frame, WireFrame } from "./framing.ts";

/**
 * A part of a frame longer than `PART_BYTES`: `[number, index, count, bytes]`. `number` counts the frames in parts of
 * one stream from 0, `index` the parts of one frame. All parts but the last hold `PART_BYTES`, so that a frame has one
 * form. The parts of one frame come in order, before those of the next; short frames come between them.
 */
export interface Part {
  readonly number: number;
  readonly index: number;
  readonly count: number;
  readonly bytes: Uint8Array;
}

const COUNT_MAX = FRAME_BYTES_MAX / PART_BYTES;

export function partCount(payload: Uint8Array): number {
  return Math.ceil(payload.length / PART_BYTES);
}

/** One part of a frame, as it travels. */
export function partOf(frame: Frame, number: number, index: number): WireFrame {
  const { kind, id, payload } = frame;
  const bytes = payload.subarray(index * PART_BYTES, (index + 1) * PART_BYTES);
  return { kind, isPart: true, id, payload: encodePart({ number, index, count: partCount(payload), bytes }) };
}

export function encodePart({ number, index, count, bytes }: Part): Uint8Array {
  return encode([number, index, count, bytes]);
}

/** @throws JzError `part.invalid`, CodecError */
export function decodePart(encoded: Uint8Array): Part {
  const fields = decode(encoded, { maxBytes: PART_BYTES + PART_OVERHEAD_BYTES, maxDepth: 1 });
  if (!Array.isArray(fields) || fields.length !== 4) throw new JzError("part.invalid");
  const [number, index, count, bytes] = fields;
  const whole = (value: unknown, path: string, least: number, most: number): number => {
    if (typeof value !== "number" || value < least || value > most) throw new JzError("part.invalid", path);
    return value;
  };
  const part = {
    number: whole(number, "number", 0, 0xffff_ffff),
    count: whole(count, "count", 2, COUNT_MAX),
    index: whole(index, "index", 0, COUNT_MAX - 1),
  };
  if (part.index >= part.count) throw new JzError("part.invalid", "index");
  if (!(bytes instanceof Uint8Array)) throw new JzError("part.invalid", "bytes");
  const isLast = part.index === part.count - 1;
  if (bytes.length > PART_BYTES || (isLast ? bytes.length === 0 : bytes.length < PART_BYTES))
    throw new JzError("part.invalid", "bytes");
  return { ...part, bytes };
}

/** The next frame in parts after this one; it begins again at 0 after the largest u32. */
export function nextNumber(number: number): number {
  return (number + 1) >>> 0;
}

/** How many half frames of one peer are here, over all its streams. */
export class HalfFrames {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** @throws JzError `part.too_many` */
  begin(): void {
    if (this.#count >= HALF_FRAMES_MAX) throw new JzError("part.too_many", "", { most: HALF_FRAMES_MAX });
    this.#count++;
  }

  end(): void {
    this.#count--;
  }
}

interface Half {
  readonly kind: Frame["kind"];
  readonly id: number;
  readonly count: number;
  readonly parts: Uint8Array[];
}

/** Puts the frames of one stream together from their parts. */
export class Assembler {
  readonly #halves: HalfFrames;
  #number = 0;
  #half: Half | undefined;

  constructor(halves: HalfFrames) {
    this.#halves = halves;
  }

  /**
   * The whole frame once its last part is here.
   *
   * @throws JzError `part.invalid`; `part.too_many`; `part.sequence` when it isn't the part that has to come next:
   * out of order, twice, or after one that is missing; CodecError
   */
  add({ kind, id, payload }: WireFrame): Frame | undefined {
    const part = decodePart(payload);
    const half = this.#half;
    const number = this.#number;
    const index = half?.parts.length ?? 0;
    // A frame begun before the end of the one before: two half ones on one stream.
    if (half !== undefined && part.number === nextNumber(number) && part.index === 0)
      throw new JzError("part.too_many", "number", { most: 1 });
    if (part.number !== number || part.index !== index)
      throw new JzError("part.sequence", "", { number, index, got: `${part.number}/${part.index}` });
    if (half === undefined) {
      this.#halves.begin();
      this.#half = { kind, id, count: part.count, parts: [part.bytes] };
      return undefined;
    }
    if (half.kind !== kind || half.id !== id || half.count !== part.count)
      throw new JzError("part.invalid", "count");
    half.parts.push(part.bytes);
    if (half.parts.length < half.count) return undefined;
    this.drop();
    this.#number = nextNumber(number);
    return { kind, id, payload: joined(half.parts) };
  }

  /** The stream has ended: what is here of a frame is nothing. */
  drop(): void {
    if (this.#half === undefined) return;
    this.#half = undefined;
    this.#halves.end();
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const payload = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    payload.set(part, at);
    at += part.length;
  }
  return payload;
}
