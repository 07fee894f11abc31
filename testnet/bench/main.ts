import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { machineFacts } from "./machine.ts";

/** One benchmark: prints tables for people, returns what goes into the JSON; `ok` false makes the exit code 1. */
export interface Bench {
  about: string;
  run(options: BenchOptions): Promise<{ ok: boolean; figures: object }>;
}
export interface BenchOptions {
  /** Length of the measured window, s. */
  seconds: number;
  nodes: number;
  verifyMicros: number;
  cores: number;
  /** Each transaction brings a restricted attachment of 300 bytes. */
  attachments: boolean;
  /** For Node itself in each node's process. */
  runtimeArguments: string[];
}

const BENCHES: Record<string, () => Promise<Bench>> = {
  throughput: async () => (await import("./throughput.ts")).throughput,
  latency: async () => (await import("./latency.ts")).latency,
  recovery: async () => (await import("./recovery.ts")).recovery,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "20" },
    nodes: { type: "string", default: "4" },
    attachments: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    /** Folder for a CPU profile of each node (`--cpu-prof`). */
    profile: { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});
const name = positionals[0];
const load = name === undefined ? undefined : BENCHES[name];
const seconds = Number(values.seconds);
const nodes = Number(values.nodes);
if (
  values.help ||
  load === undefined ||
  !(seconds > 0 && seconds <= 3_600) ||
  !(Number.isInteger(nodes) && nodes > 0)
) {
  console.log(
    `usage: npm run bench -- <name> [--seconds 20] [--nodes 4] [--attachments] [--profile <folder>] [--json]\nnames: ${Object.keys(BENCHES).join(", ")}`,
  );
  process.exit(values.help ? 0 : 2);
}
const bench = await load();
const machine = machineFacts();
console.log(`${name}: ${bench.about}`);
console.log(
  `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; one verification costs ${machine.verifyMicros.toFixed(1)} µs`,
);
const { ok, figures } = await bench.run({
  seconds,
  nodes,
  verifyMicros: machine.verifyMicros,
  cores: machine.cores,
  attachments: values.attachments,
  runtimeArguments: values.profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${values.profile}`],
});
const results = join(import.meta.dirname, "results");
mkdirSync(results, { recursive: true });
const result = { bench: name, ok, machine, figures };
const file = join(results, `${name}-${machine.date.replaceAll(":", "")}.json`);
writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
console.log(`written: ${file}`);
if (values.json) console.log(JSON.stringify(result));
process.exitCode = ok ? 0 : 1;
