import { exploreInThread } from "./explore-in-thread.ts";
import { MUTATIONS, mutationNamed, planFor } from "./mutations.ts";
import type { Explored, Plan } from "./plan.ts";
import { N } from "./validators.ts";

export interface ExploreCommandOptions {
  /** highest round */
  readonly rounds: number;
  /** all of the explorations together */
  readonly minutes: number;
  /** the Byzantine validator; each in turn unless given */
  readonly byzantine?: number;
  /** a bug that is put in, or `all` of them */
  readonly bug?: string;
  readonly json?: boolean;
}

/** Names of the bugs that can be put in. */
export const BUGS: readonly string[] = MUTATIONS.map(({ name }) => name);

/** Exit codes: something that must hold didn't, or a bug wasn't found; time was up before all was seen. */
const VIOLATED = 1;
const UNFINISHED = 2;

/** `jingzhun simulate --explore`: answers the exit code, 0 only if everything was seen and held. */
export async function runExplore(options: ExploreCommandOptions): Promise<number> {
  return options.bug === undefined ? exploreAsItIs(options) : exploreBugs(options.bug, options);
}

async function exploreAsItIs(options: ExploreCommandOptions): Promise<number> {
  const { rounds: lastRound, minutes, json = false } = options;
  const validators = options.byzantine === undefined ? [...Array(N).keys()] : [options.byzantine];
  const end = performance.now() + minutes * 60_000;
  const all: Explored[] = [];
  if (!json) console.log(heading(lastRound));
  for (const [i, byzantine] of validators.entries()) {
    const maxSeconds = Math.max(1, (end - performance.now()) / 1_000 / (validators.length - i));
    const plan: Plan = { byzantine, lastRound, crashes: 1, reduction: "rounds", maxSeconds };
    const found = await exploreInThread(plan);
    all.push(found);
    if (!json) printRow(`拜占庭验证者 / Byzantine validator ${byzantine}`, found);
    if (found.violation !== null) break;
  }
  if (json) console.log(JSON.stringify({ explored: all }));
  else printSum(all);
  if (all.some(({ violation }) => violation !== null)) return VIOLATED;
  return all.every(({ isComplete }) => isComplete) ? 0 : UNFINISHED;
}

/** Each bug in the smallest world in which it shows, with the fewest steps that show it. */
async function exploreBugs(name: string, { json = false }: ExploreCommandOptions): Promise<number> {
  const mutations = name === "all" ? MUTATIONS : [mutationNamed(name)];
  const all: Explored[] = [];
  for (const mutation of mutations) {
    const found = await exploreInThread(planFor(mutation));
    all.push(found);
    if (json) continue;
    printRow(`${mutation.name}: ${mutation.bug}`, found);
  }
  if (json) console.log(JSON.stringify({ explored: all }));
  const missed = all.filter(({ violation }) => violation === null);
  if (!json) console.log(`\n找到 / found ${all.length - missed.length} / ${all.length}`);
  return missed.length === 0 ? 0 : VIOLATED;
}

function heading(lastRound: number): string {
  return [
    `共识代码的穷举：4 个验证者中 1 个为拜占庭，1 次断电，1 个高度，第 0–${lastRound} 轮`,
    `every state of the consensus code: 4 validators, 1 of them Byzantine, 1 power cut, 1 height, rounds 0–${lastRound}`,
    "在途消息不限，可迟到、重复、乱序、丢失 / any number of messages in flight: late, doubled, out of order, lost",
  ].join("\n");
}

function printRow(title: string, found: Explored): void {
  const { states, transitions, depth, seconds, memory, localStates, messages, runs, isComplete, violation } =
    found;
  console.log(`\n${title}`);
  const rows: readonly (readonly [string, string | number])[] = [
    ["状态 / states", states],
    ["转移 / transitions", transitions],
    ["深度 / depth", depth],
    ["各诚实节点的状态 / states of each honest node", localStates.join(", ")],
    ["不同消息 / different messages", messages],
    ["代码运行次数 / runs of the code", runs],
    ["用时 / took, s", Math.round(seconds * 10) / 10],
    ["至此最大内存 / most memory so far, MB", Math.round(memory / 1e6)],
    [
      "结果 / result",
      violation !== null ? "违反 / violated" : isComplete ? "全部成立 / all holds" : "未完 / unfinished",
    ],
  ];
  for (const [name, value] of rows) console.log(`  ${String(value).padStart(12)}  ${name}`);
  if (violation === null) return;
  console.log(`  ${violation.broken}: ${violation.why}`);
  console.log(
    "  最短经过（consensus/src/scenarios 的脚本） / shortest way there, a script for consensus/src/scenarios:\n",
  );
  console.log(violation.script);
}

function printSum(all: readonly Explored[]): void {
  const sum = (of: (found: Explored) => number) => all.reduce((total, found) => total + of(found), 0);
  const states = sum((found) => found.states);
  const seconds = Math.round(sum((found) => found.seconds));
  const depth = Math.max(...all.map((found) => found.depth));
  console.log(`\n合计 / in all: ${states} 个状态 / states, 深度 / depth ${depth}, ${seconds} s`);
  if (all.some(({ isComplete, violation }) => !isComplete && violation === null))
    console.log(
      "时间已到，未遍历全部状态；可用 --minutes 延长或用 --rounds 缩小。 / time was up before every state was seen: give more --minutes or fewer --rounds.",
    );
}
