import { spawn } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/**
 * True while a process with this id runs. A zombie has ended: only its parent hasn't noticed yet. But a process whose
 * first thread alone is a zombie hasn't: the others still hold its ports and locks, for a moment after a SIGKILL.
 */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  try {
    // /proc/<pid>/stat: "pid (name) state …"; the name may hold anything, so look behind the last parenthesis.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const ended = "ZX".includes(stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3));
    return !ended || readdirSync(`/proc/${pid}/task`).length > 1;
  } catch {
    return true; // no /proc on this system: the signal said that it is there
  }
}

/**
 * The id in a pid file, when that process runs and has these words in its command. A left-over file of a dead
 * process is no process, nor is one whose id somebody else's process was given since, after a restart of the machine.
 */
export function runningPid(file: string, ...words: readonly string[]): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8").trim());
    const runs = Number.isInteger(pid) && pid > 1 && isRunning(pid);
    return runs && hasWords(pid, words) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function hasWords(pid: number, words: readonly string[]): boolean {
  let command: string[];
  try {
    command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return true; // no /proc on this system
  }
  return words.every((word) => command.includes(word));
}

/**
 * Starts a process of its own session, so that a Ctrl-C in the terminal reaches it only through the
 * supervisor, with its output appended to `log`. Returns its id.
 */
export function launch(
  command: readonly string[],
  log: string,
  env: NodeJS.ProcessEnv = process.env,
): number {
  const out = openSync(log, "a", 0o600);
  try {
    const child = spawn(command[0]!, command.slice(1), { detached: true, stdio: ["ignore", out, out], env });
    child.unref();
    child.on("error", () => {}); // without a pid below
    if (child.pid === undefined) throw new Error(`could not start ${command.join(" ")}`);
    return child.pid;
  } finally {
    closeSync(out);
  }
}

/** Waits until `check` gives something; undefined after `timeoutMs`. */
export async function poll<T>(
  check: () => Promise<T | undefined> | T | undefined,
  timeoutMs: number,
  everyMs = 50,
): Promise<T | undefined> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const found = await check();
    if (found !== undefined) return found;
    if (performance.now() >= end) return undefined;
    await delay(everyMs);
  }
}

/**
 * Ends a process: SIGTERM, or SIGKILL at once with `kill`; SIGKILL also when it hasn't ended after `graceMs`.
 * Resolves when it has ended, true when it did so by itself.
 */
export async function end(pid: number, { kill = false, graceMs = 15_000 } = {}): Promise<boolean> {
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(pid, name);
    } catch {
      // ended in between
    }
  };
  signal(kill ? "SIGKILL" : "SIGTERM");
  const gone = () => (isRunning(pid) ? undefined : true);
  if (await poll(gone, kill ? 5_000 : graceMs, 25)) return !kill;
  signal("SIGKILL");
  await poll(gone, 5_000, 25);
  return false;
}

export function removeFile(file: string): void {
  rmSync(file, { force: true });
}
