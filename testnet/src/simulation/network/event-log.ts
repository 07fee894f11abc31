import { createHash, type Hash } from "node:crypto";
import type { Timeline } from "./timeline.ts";

/**
 * What happened, a line each, in fixed columns: virtual time in ms (12 characters, three decimals), machine (`n0`, or
 * `-` for what concerns all), event, and then `name=value` pairs.
 */
export class EventLog {
  readonly lines: string[] = [];
  readonly counts = new Map<string, number>();
  readonly #timeline: Timeline;
  readonly #hash: Hash = createHash("sha256");
  readonly #onLine: ((line: string) => void) | undefined;

  constructor(timeline: Timeline, onLine?: (line: string) => void) {
    this.#timeline = timeline;
    this.#onLine = onLine;
  }

  write(machine: number | undefined, event: string, values: { readonly [name: string]: unknown } = {}): void {
    const time = this.#timeline.now.toFixed(3).padStart(12);
    const who = (machine === undefined ? "-" : `n${machine}`).padEnd(4);
    const rest = Object.entries(values).map(([name, value]) => `${name}=${String(value)}`);
    const line = `${time} ${who} ${event.padEnd(12)} ${rest.join(" ")}`.trimEnd();
    this.counts.set(event, (this.counts.get(event) ?? 0) + 1);
    this.#hash.update(line);
    this.#hash.update("\n");
    this.lines.push(line);
    this.#onLine?.(line);
  }

  /** Of all lines so far: two runs of one seed give the same. */
  digest(): string {
    return this.#hash.copy().digest("hex");
  }
}
