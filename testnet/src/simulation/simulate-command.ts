import { availableParallelism } from "node:os";
import { type FailedSeed, nodesOf, runSeeds, type SeedsResult } from "./network/run-seeds.ts";
import { simulate } from "./network/simulation.ts";

export interface SimulateOptions {
  readonly seeds: number;
  readonly seedStart: number;
  readonly nodes?: number;
  readonly jobs?: number;
  /** `none`, or places in the schedule: `0,3,5` */
  readonly faults?: string;
  /** Every event as a line. */
  readonly trace?: boolean;
  /** With what the nodes log. */
  readonly verbose?: boolean;
  readonly json?: boolean;
}

/** Exit code when something that must hold didn't. */
const VIOLATED = 1;

/** `jingzhun simulate`: answers the exit code, 0 only if every invariant held in every seed. */
export async function runSimulate(options: SimulateOptions): Promise<number> {
  if (options.trace === true || options.verbose === true || options.faults !== undefined) {
    return traceSeed(options);
  }
  const { seeds, seedStart, nodes, json = false } = options;
  const jobs = Math.min(options.jobs ?? Math.min(2, availableParallelism()), seeds);
  let told = 0;
  const result = await runSeeds({ seeds, seedStart, nodes }, jobs, (totals) => {
    if (json || totals.seeds - told < 100) return;
    told = totals.seeds;
    console.error(`${totals.seeds}/${seeds} 个种子 / seeds, ${totals.blocks} 个区块 / blocks`);
  });
  if (json) console.log(JSON.stringify(summary(result, seedStart)));
  else print(result, seedStart);
  return result.failed.length === 0 ? 0 : VIOLATED;
}

/** One seed, with its events. */
async function traceSeed(options: SimulateOptions): Promise<number> {
  const { seedStart: seed, nodes, faults, verbose = false, json = false } = options;
  const result = await simulate({
    seed,
    nodes: nodesOf({ seeds: 1, seedStart: seed, nodes }, seed),
    verbose,
    ...(faults === undefined ? {} : { faults: faults === "none" ? [] : faults.split(",").map(Number) }),
    ...(json ? {} : { onLine: (line: string) => console.log(line) }),
  });
  const { violation, lines: _lines, ...rest } = result;
  if (json) console.log(JSON.stringify({ ...rest, violation: violation?.message ?? null }));
  else
    console.log(
      violation === undefined ? `通过 / held, ${result.digest}` : `违反 / violated: ${violation.message}`,
    );
  return violation === undefined ? 0 : VIOLATED;
}

function summary({ totals, failed, seconds }: SeedsResult, seedStart: number) {
  return {
    seedStart,
    violations: failed.length,
    failed,
    seconds: round(seconds),
    seedsPerSecond: round(totals.seeds / seconds),
    blocksPerSecond: round(totals.blocks / seconds),
    ...totals,
  };
}

function print(result: SeedsResult, seedStart: number): void {
  const { totals, failed, seconds } = result;
  const last = seedStart + totals.seeds - 1;
  const rows: [string, string | number][] = [
    ["种子 / seeds", `${seedStart}–${last}`],
    ["违反 / violations", failed.length],
    ["区块 / blocks", totals.blocks],
    ["后续轮次决定 / decided in a round above 0", totals.laterRounds],
    ["故障停止后最多轮数 / most rounds after the faults", totals.roundsAfter],
    ["交易 / transactions", totals.transactions],
    ["签名 / signatures looked at", totals.signatures],
    ["链上双重签名证据 / evidence on the chain", totals.accusations],
    ["事件 / events", totals.events],
    ["虚拟时间 / virtual time, s", Math.round(totals.virtualMs / 1_000)],
    ["用时 / took, s", round(seconds)],
    ["速度 / speed", `${round(totals.seeds / seconds)} seeds/s, ${round(totals.blocks / seconds)} blocks/s`],
  ];
  table("结果 / result", rows);
  table("故障 / faults", sorted(totals.faults));
  table("报文 / packets", Object.entries(totals.packets));
  table("规则 / rules at work", sorted(totals.rules));
  for (const failure of failed) printFailure(failure);
}

function printFailure({ seed, nodes, what, faults, replay, lines }: FailedSeed): void {
  console.log(
    `\n种子 ${seed}（${nodes} 个节点）违反 / seed ${seed} with ${nodes} nodes violates:\n  ${what}`,
  );
  console.log(`缩减后的故障 / faults left after shrinking: ${faults.join(", ") || "none"}`);
  for (const line of lines) console.log(`  ${line}`);
  console.log(`重放 / replay:  ${replay}`);
}

function table(title: string, rows: readonly (readonly [string, string | number])[]): void {
  console.log(`\n${title}`);
  for (const [name, value] of rows) console.log(`  ${String(value).padStart(12)}  ${name}`);
}

function sorted(counts: { readonly [name: string]: number }): [string, number][] {
  return Object.entries(counts).sort((a, b) => b[1] - a[1]);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
