import { parentPort, workerData } from "node:worker_threads";
import { type Edit, loadCopy } from "./machine.ts";
import { mutationNamed, scenarioEdits } from "./mutations.ts";
import type { Replay } from "./test-replay.ts";

const { script, mutation } = workerData as { script: string; mutation: string };
const replay: Replay = {
  withBug: await run(mutation, scenarioEdits(mutationNamed(mutation))),
  without: await run("as-it-is", []),
};
parentPort!.postMessage(replay);

async function run(name: string, edits: readonly Edit[]): Promise<string> {
  const scenarios = (await loadCopy("scenarios/script", name, edits)) as { runScript(text: string): string };
  return scenarios.runScript(script);
}
