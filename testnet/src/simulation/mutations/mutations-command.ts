import { findMutation, type MutationFound, runMutated } from "./find-mutation.ts";
import type { Mutation } from "./mutation.ts";
import { MUTATIONS } from "./mutations.ts";

/** Names of the bugs that can be put in. */
export const MUTATION_NAMES: readonly string[] = MUTATIONS.map(({ name }) => name);

export interface MutationsCommandOptions {
  readonly seeds: number;
  readonly seedStart: number;
  readonly nodes?: number;
  readonly mutation: string;
  readonly trace?: boolean;
  readonly json?: boolean;
}

/** Exit code when a bug wasn't found, or was where there is none. */
const MISSED = 1;

/** `jingzhun simulate --mutations`: 0 only if every bug was found, and the same seeds hold without. */
export async function runMutations({ json = false }: { readonly json?: boolean }): Promise<number> {
  if (!json) console.log(HEADING);
  const all: MutationFound[] = [];
  for (const mutation of MUTATIONS) {
    const found = await findMutation(mutation);
    all.push(found);
    if (!json) console.log(rowOf(found));
  }
  const control = await runControl(all);
  const missed = all.filter(({ seed }) => seed === null);
  if (json) console.log(JSON.stringify({ mutations: all, control }));
  else printEnd(all, control);
  return missed.length === 0 && control.violations.length === 0 ? 0 : MISSED;
}

/** Seeds with one bug in, as asked for: how a row of the table is looked into. */
export async function runOneMutation(options: MutationsCommandOptions): Promise<number> {
  const { seeds, seedStart, trace = false, json = false } = options;
  const mutation = mutationNamed(options.mutation);
  const nodes = options.nodes ?? mutation.nodes;
  const { tried, broken } = await runMutated({ mutation, plan: { seeds, seedStart, nodes }, trace }, (line) =>
    console.log(line),
  );
  if (json) console.log(JSON.stringify({ mutation: mutation.name, nodes, tried, broken: broken ?? null }));
  else if (broken === undefined) console.log(`未发现 / not found in ${tried} seeds: ${mutation.bug}`);
  else console.log(`种子 ${broken.seed} 发现 / found by seed ${broken.seed}: ${broken.what}`);
  return broken === undefined ? MISSED : 0;
}

function mutationNamed(name: string): Mutation {
  const found = MUTATIONS.find((mutation) => mutation.name === name);
  if (found === undefined) throw new RangeError(`no mutation ${name}`);
  return found;
}

interface Control {
  readonly seeds: number;
  readonly violations: readonly { readonly seed: number; readonly nodes: number; readonly what: string }[];
}

/** Every seed that was run with a bug, without any. */
async function runControl(all: readonly MutationFound[]): Promise<Control> {
  const most = new Map<number, number>();
  for (const { nodes, tried } of all) most.set(nodes, Math.max(most.get(nodes) ?? 0, tried));
  let seeds = 0;
  const violations: { seed: number; nodes: number; what: string }[] = [];
  for (const [nodes, count] of most) {
    const plan = { seeds: count, seedStart: 1, nodes };
    const { tried, broken } = await runMutated({ mutation: undefined, plan, trace: false });
    seeds += tried;
    if (broken !== undefined) violations.push({ seed: broken.seed, nodes, what: broken.what });
  }
  return { seeds, violations };
}

const WIDTHS = [34, 16, 6, 8] as const;
const HEADING = columns("mutation", "invariant", "seed", "tried/of", "replay");

function rowOf({ name, invariant, seed, tried, bound, replay }: MutationFound): string {
  return columns(name, invariant ?? "NOT FOUND", String(seed ?? "-"), `${tried}/${bound}`, replay ?? "-");
}

function columns(...cells: readonly string[]): string {
  return cells.map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0)).join("  ");
}

function printEnd(all: readonly MutationFound[], { seeds, violations }: Control): void {
  const found = all.filter(({ seed }) => seed !== null).length;
  console.log(`\n发现 / found ${found} / ${all.length}`);
  console.log(
    `对照：同样的 ${seeds} 个种子没有错误时 / control, the same ${seeds} seeds without a bug: ${violations.length} 违反 / violations`,
  );
  for (const { seed, nodes, what } of violations) console.log(`  seed ${seed}, ${nodes} nodes: ${what}`);
}
