import { readdirSync, readFileSync } from "node:fs";

/** Linux counts CPU time in hundredths of a second (USER_HZ). */
const TICK_MICROS = 10_000;

/** CPU time of one process or thread by its `stat` file, user and system, µs. */
function micros(statFile: string): number {
  const stat = readFileSync(statFile, "utf8");
  // Fields after the name in parentheses: utime and stime are the 12th and 13th of them (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MICROS;
}

/** CPU time that processes have used, all their threads, user and system, µs; 0 where there is no /proc. */
export function cpuMicros(pids: readonly number[]): number {
  try {
    return pids.reduce((sum, pid) => sum + micros(`/proc/${pid}/stat`), 0);
  } catch {
    return 0;
  }
}

/**
 * CPU time by kind of thread, summed over processes, µs: Node's main thread, its signature workers, V8's helpers
 * (collector, compiler), libuv's pool, and the rest (LevelDB's compaction among them). Threads that have ended are
 * not in it. Empty where there is no /proc.
 */
export function threadMicros(pids: readonly number[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  try {
    for (const pid of pids) {
      for (const task of readdirSync(`/proc/${pid}/task`)) {
        const folder = `/proc/${pid}/task/${task}`;
        const kind = Number(task) === pid ? "main" : readFileSync(`${folder}/comm`, "utf8").trim();
        kinds[kind] = (kinds[kind] ?? 0) + micros(`${folder}/stat`);
      }
    }
  } catch {
    return {};
  }
  return kinds;
}
