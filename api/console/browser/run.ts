// What all browser tests of a run share: the console built, a network with the demonstration's people, a browser.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { sourcesHash } from "../sources.ts";
import { unpackChromium } from "./chromium.ts";
import type { StartedNetwork } from "./network.ts";

declare module "vitest" {
  interface ProvidedContext {
    network: StartedNetwork;
    /** The browser's program, and where it may keep what it needs while it runs. */
    browser: { program: string; folder: string };
  }
}

/** ms for another process that builds the console at this moment */
const BUILD_MS = 60_000;

async function buildConsole(): Promise<void> {
  const folder = join(import.meta.dirname, "..");
  const until = performance.now() + BUILD_MS;
  do {
    await promisify(execFile)(process.execPath, [join(folder, "build.ts")]);
    if (readFileSync(join(folder, "dist/current"), "utf8").trim() === sourcesHash()) return;
    await delay(500);
  } while (performance.now() < until);
  throw new Error("another process doesn't come to an end with building the console");
}

interface RunningNetwork {
  started: StartedNetwork;
  stop(): Promise<void>;
}

/** In a process of its own, which ends itself when this one has gone, however it went. */
async function startNetwork(): Promise<RunningNetwork> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "network.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
    // Ctrl-C is for us: it would end the process before it has stopped its nodes.
    detached: true,
  });
  const ended = once(child, "exit");
  const told = new Promise<StartedNetwork>((resolve) => {
    createInterface(child.stdout).once("line", (line) => resolve(JSON.parse(line) as StartedNetwork));
  });
  const started = await Promise.race([told, ended.then(() => undefined)]);
  if (started === undefined) throw new Error("the network didn't start; its process says why above");
  return {
    started,
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "jingzhun-browser-"));
  let network: RunningNetwork | undefined;
  const end = async () => {
    await network?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await buildConsole();
    const program = process.env["CHROMIUM_PATH"] ?? (await unpackChromium(folder));
    network = await startNetwork();
    project.provide("network", network.started);
    project.provide("browser", { program, folder });
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}
