import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { fileURLToPath } from "node:url";

/** Builds the web console; only where there are sources, a published package brings it built. */
const PROGRAM = fileURLToPath(new URL("../console/build.ts", import.meta.resolve("@jingzhun/api")));

export interface ConsoleBuild {
  /** Resolves at its end, however it ended: the network runs without a console, too. */
  readonly ended: Promise<void>;
  stop(): void;
}

/**
 * Starts a process that builds the console if its sources changed since. It has the lowest priority and nobody waits
 * for it: the nodes serve the console as soon as it is there, and until then a page that says so.
 */
export function buildConsole(): ConsoleBuild {
  if (!existsSync(PROGRAM)) return { ended: Promise.resolve(), stop: () => {} };
  const child: ChildProcess = spawn(process.execPath, [PROGRAM], { stdio: ["ignore", "inherit", "inherit"] });
  const ended = new Promise<void>((resolve) => {
    child.on("error", (error) => {
      console.error(`控制台未能构建 / the web console could not be built: ${error.message}`);
      resolve();
    });
    child.on("exit", (code) => {
      if (code !== null && code !== 0)
        console.error(
          "控制台未能构建，网络照常运行 / the web console could not be built; the network runs without it",
        );
      resolve();
    });
  });
  try {
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  } catch {
    // A system that doesn't let us: it only runs beside the nodes with equal rights.
  }
  return { ended, stop: () => void child.kill() };
}
