import { readFileSync } from "node:fs";

/** Linux counts CPU time of processes in hundredths of a second (USER_HZ). */
const TICK_MICROS = 10_000;

/** CPU time that processes have used, all their threads, user and system, µs; 0 where there is no /proc. */
export function cpuMicros(pids: readonly number[]): number {
  let ticks = 0;
  for (const pid of pids) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      // Fields after the name in parentheses: utime and stime are the 12th and 13th of them (proc(5)).
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      return 0;
    }
  }
  return ticks * TICK_MICROS;
}
