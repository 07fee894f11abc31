#!/usr/bin/env node
// Plain JavaScript that any Node understands: it finds one that is new enough and hands over to src/cli/main.ts.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import * as modules from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const REQUIRED = 24;
const running = Number(process.versions.node.split(".")[0]);

if (running >= REQUIRED) {
  // Compiled once, not at each start (measured: 1.6 s of CPU before a node runs, then 0.8 s). In the user's own cache
  // folder, never in a shared one: what lies there is run.
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "jingzhun", "compiled");
  if (process.env.NODE_DISABLE_COMPILE_CACHE === undefined) {
    process.env.NODE_COMPILE_CACHE ??= cache; // for the processes that this one starts
    modules.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  }
  // In the repository the sources run as they are, in a published package what was compiled from them.
  const source = new URL("../src/cli/main.ts", import.meta.url);
  const compiled = new URL("../src/cli/main.js", import.meta.url);
  const { main } = await import((existsSync(fileURLToPath(source)) ? source : compiled).href);
  await main(process.argv.slice(2));
} else {
  const node = newerNode();
  if (node === undefined) {
    console.error(
      `需要 Node ${REQUIRED} 或更新版本，当前为 ${process.versions.node}。\n` +
        `Jingzhun needs Node ${REQUIRED} or newer; this is ${process.versions.node}.\n` +
        `Install it from https://nodejs.org, or run "npm install node@${REQUIRED}" beside this package.`,
    );
    process.exit(69);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
    // A Ctrl-C reaches the child from the terminal too; it takes only the first.
    process.on(signal, () => child.kill(signal));
  }
  child.on("error", (error) => {
    console.error(String(error));
    process.exit(69);
  });
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** The program of the npm package `node`, which brings a Node of its own; undefined when it isn't installed. */
function newerNode() {
  try {
    const require = modules.createRequire(import.meta.url);
    const folder = dirname(require.resolve("node/package.json"));
    const { version } = require("node/package.json");
    const program = join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
    return Number(version.split(".")[0]) >= REQUIRED && existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
}
