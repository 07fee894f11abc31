import { setImmediate as nextTurn } from "node:timers/promises";

/** Events of one moment; more, and what waits for time to pass would wait for ever. */
const AT_ONCE_MAX = 100_000;

interface Entry {
  readonly at: number;
  readonly order: number;
  run: (() => void) | undefined;
}

/**
 * Virtual time: what is to happen, by its time and then by the order in which it was asked for. Between two events
 * everything that promises set going comes to rest, so one seed gives one history.
 */
export class Timeline {
  /** ms since the simulation began */
  now = 0;
  /** events so far */
  count = 0;
  #order = 0;
  readonly #heap: Entry[] = [];

  /** Calls `run` in `ms`; returns how to cancel. */
  after(ms: number, run: () => void): () => void {
    const entry: Entry = { at: this.now + Math.max(0, ms), order: this.#order++, run };
    this.#push(entry);
    return () => {
      entry.run = undefined;
    };
  }

  /** Resolves after `ms`. */
  pass(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /**
   * Goes on until `until` (ms), or until `isDone` says so after an event.
   *
   * @param afterEach what must hold after every event is looked at here; what it throws ends the run
   */
  async run(until: number, afterEach: () => void, isDone: () => boolean = () => false): Promise<void> {
    let atOnce = 0;
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.at > until) break;
      this.#pop();
      const { run } = next;
      if (run === undefined) continue;
      atOnce = next.at === this.now ? atOnce + 1 : 0;
      if (atOnce > AT_ONCE_MAX) throw new Error(`time stands still at ${this.now} ms`);
      this.now = next.at;
      this.count++;
      run();
      // Microtasks and ticks all run before the next turn of the host's event loop.
      await nextTurn();
      afterEach();
      if (isDone()) return;
    }
    this.now = until;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (isBefore(heap[parent]!, entry)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (isBefore(last, heap[child]!)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
