import type { Clock } from "./clock.ts";

/** For tests: time that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /** Goes on by `ms`; timers that are due run in their order. */
  advance(ms: number): void;
}

export function manualClock(start = 1_600_000_000_000): ManualClock {
  let passed = 0;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => start + passed,
    monotonic: () => passed,
    setTimeout(ms, run) {
      const timer = { at: passed + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const until = passed + ms;
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers = timers.filter((other) => other !== next);
        passed = Math.max(passed, next.at);
        next.run();
      }
      passed = until;
    },
  };
}
