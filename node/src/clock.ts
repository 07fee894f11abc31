import { readFileSync } from "node:fs";
import { JzError } from "@jingzhun/ledger";
import { writeFileDurably } from "./durable-file.ts";
import { CLOCK_END_MS, CLOCK_FILE_INTERVAL_MS } from "./limits.ts";

/** Time as it is handed to every part of the node (DESIGN §5): nothing else reads the host's clock. */
export interface Clock {
  /** ms UTC, the offset of a test network included; what timestamps, expiry and publicity are judged by */
  now(): number;
  /** ms since some moment, never moved: round timers, heartbeats, tokens, rate limits */
  monotonic(): number;
  /** Calls `f` once after `ms` of monotonic time; returns how to cancel. */
  setTimeout(ms: number, f: () => void): () => void;
}

/** setTimeout of the host fires at once above this */
const TIMER_MS_MAX = 2 ** 31 - 1;

export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    setTimeout: startTimer,
  };
}

function startTimer(ms: number, f: () => void): () => void {
  const timer = setTimeout(f, Math.min(Math.max(0, ms), TIMER_MS_MAX));
  return () => clearTimeout(timer);
}

/** The clock of a test network: the host's plus an offset, which all its nodes read from one file. */
export interface TestClock extends Clock {
  /** ms added to the host's clock */
  offset(): number;
  /**
   * Moves the clock by `ms`, writes the file (synced), and answers the new time.
   *
   * @throws JzError `clock.backwards`, `clock.too_far`
   */
  advance(ms: number): number;
  /** Moves the clock to `time`. @throws JzError `clock.backwards`, `clock.too_far` */
  set(time: number): number;
  /** Called with the new time whenever the clock was moved, here or by another node; returns how to stop. */
  onMove(listener: (now: number) => void): () => void;
  /** Reads the file now; also done each second. */
  refresh(): void;
  close(): void;
}

/**
 * Opens the clock that `file` (`{"offset": ms}`) governs. The offset only grows: a file that says less than what
 * this process has seen is ignored, a missing one stands for no move yet. A negative first offset is how a network
 * starts in the past.
 *
 * @throws JzError `clock.file` when the file is there and isn't what it should be
 */
export function openTestClock(file: string, onProblem: (error: JzError) => void = () => {}): TestClock {
  let offset = readOffset(file) ?? 0;
  const listeners = new Set<(now: number) => void>();
  const now = () => Date.now() + offset;
  const moved = () => {
    for (const listener of listeners) listener(now());
  };
  const refresh = () => {
    let found: number | undefined;
    try {
      found = readOffset(file);
    } catch (error) {
      onProblem(error as JzError);
      return;
    }
    if (found === undefined || found <= offset) return;
    offset = found;
    moved();
  };
  const moveTo = (next: number): number => {
    refresh();
    if (next < offset) throw new JzError("clock.backwards", "", { now: now(), asked: Date.now() + next });
    if (isTooFar(next)) throw new JzError("clock.too_far", "", { end: new Date(CLOCK_END_MS).toISOString() });
    if (next > offset) {
      // Written first: a clock whose file can't be written stays where the other nodes have it.
      writeFileDurably(file, `${JSON.stringify({ offset: next })}\n`);
      offset = next;
      moved();
    }
    return now();
  };
  const timer = setInterval(refresh, CLOCK_FILE_INTERVAL_MS);
  timer.unref();
  return {
    now,
    monotonic: () => performance.now(),
    setTimeout: startTimer,
    offset: () => offset,
    advance(ms) {
      requireMs(ms, "advance");
      refresh();
      return moveTo(offset + ms);
    },
    set(time) {
      requireMs(time, "set");
      return moveTo(time - Date.now());
    },
    onMove(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh,
    close: () => clearInterval(timer),
  };
}

function requireMs(ms: number, path: string): void {
  if (!Number.isSafeInteger(ms)) throw new JzError("clock.invalid", path, { accepted: "whole milliseconds" });
}

function isTooFar(offset: number): boolean {
  return Date.now() + offset >= CLOCK_END_MS;
}

const ACCEPTED = '{"offset": whole milliseconds}, before the year 2200';

function readOffset(file: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new JzError("clock.file", "", {
      file,
      accepted: ACCEPTED,
      problem: String((error as NodeJS.ErrnoException).code),
    });
  }
  let offset: unknown;
  try {
    offset = (JSON.parse(text) as { offset?: unknown }).offset;
  } catch {
    offset = undefined;
  }
  if (typeof offset !== "number" || !Number.isSafeInteger(offset) || isTooFar(offset)) {
    throw new JzError("clock.file", "offset", {
      file,
      accepted: ACCEPTED,
      problem: JSON.stringify(text.slice(0, 40)),
    });
  }
  return offset;
}
