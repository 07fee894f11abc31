import { parentPort, workerData } from "node:worker_threads";
import type { SourceEdit } from "../source-edit.ts";
import { loadCopy } from "./machine.ts";
import { mutationNamed, planFor, scenarioEdits } from "./mutations.ts";
import { exploreByPlan } from "./plan.ts";
import type { FoundBug } from "./test-bugs.ts";

const { names, withoutReduction } = workerData as { names: string[]; withoutReduction: string[] };
const bugs: FoundBug[] = [];
for (const name of names) bugs.push(await lookFor(name));
parentPort!.postMessage(bugs);

async function lookFor(name: string): Promise<FoundBug> {
  const mutation = mutationNamed(name);
  const plan = planFor(mutation);
  const found = await exploreByPlan(plan);
  const isCompared = withoutReduction.includes(name);
  const unreduced = isCompared ? await exploreByPlan({ ...plan, reduction: "none" }) : undefined;
  const script = found.violation?.script ?? "";
  const withBug = await replay(script, `${name}-told`, scenarioEdits(mutation));
  return { name, found, unreduced, withBug, without: await replay(script, "told", []) };
}

/** Runs a script by the scenarios of consensus: nothing reduced. */
async function replay(script: string, copy: string, edits: readonly SourceEdit[]): Promise<string> {
  const scenarios = (await loadCopy("scenarios/script", copy, edits)) as { runScript(text: string): string };
  return scenarios.runScript(script);
}
