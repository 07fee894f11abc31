import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { end, isRunning, launch, poll, runningPid } from "./processes.ts";

const SLEEPER = ["-e", "setInterval(() => {}, 1000)"];
const STUBBORN = ["-e", "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)"];

test("a process ends by SIGTERM, a stubborn one by SIGKILL after the grace, and is gone when `end` says so", async () => {
  const folder = mkdtempSync(join(tmpdir(), "jingzhun-processes-"));
  try {
    const mild = launch([process.execPath, ...SLEEPER], join(folder, "log"));
    expect(isRunning(mild)).toBe(true);
    expect(await end(mild)).toBe(true);
    expect(isRunning(mild)).toBe(false);

    const stubborn = spawn(process.execPath, STUBBORN, { stdio: ["ignore", "pipe", "ignore"] });
    await new Promise((resolve) => stubborn.stdout.once("data", resolve));
    expect(await end(stubborn.pid!, { graceMs: 100 })).toBe(false);
    expect(isRunning(stubborn.pid!)).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a pid file of a dead process, or of none, names no process", async () => {
  const folder = mkdtempSync(join(tmpdir(), "jingzhun-processes-"));
  try {
    const file = join(folder, "node.pid");
    expect(runningPid(file)).toBeUndefined();
    writeFileSync(file, "nonsense\n");
    expect(runningPid(file)).toBeUndefined();
    const pid = launch([process.execPath, "-e", ""], join(folder, "log"));
    writeFileSync(file, `${pid}\n`);
    expect(await poll(() => (runningPid(file) === undefined ? true : undefined), 5_000)).toBe(true);
    // A process of somebody else, which was given the id of one that ended.
    writeFileSync(file, `${process.pid}\n`);
    expect(runningPid(file)).toBe(process.pid);
    expect(runningPid(file, process.argv[1]!, "node0/config.toml")).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
