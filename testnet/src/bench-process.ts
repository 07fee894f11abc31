import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { TestnetError } from "./network/testnet-error.ts";

const PROGRAM = fileURLToPath(new URL("../bench/main.ts", import.meta.url));

/** Runs the benchmarks' program with these arguments, on this terminal; resolves to its exit code. */
export async function runBench(words: readonly string[]): Promise<number> {
  if (!existsSync(PROGRAM)) {
    throw new TestnetError(
      `性能测试程序 ${PROGRAM} 不存在：请在源码目录中运行`,
      `the benchmarks' program ${PROGRAM} isn't there: run it where the sources are`,
    );
  }
  const child = spawn(process.execPath, [PROGRAM, ...words], { stdio: "inherit" });
  // A Ctrl-C reaches both by itself, and the child has nodes to stop; then this process ends as it did.
  const signals: readonly NodeJS.Signals[] = ["SIGTERM", "SIGHUP"];
  const pass = (signal: NodeJS.Signals) => void child.kill(signal);
  const wait = () => {};
  for (const signal of signals) process.on(signal, pass);
  process.on("SIGINT", wait);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
    });
  } finally {
    for (const signal of signals) process.off(signal, pass);
    process.off("SIGINT", wait);
  }
}
