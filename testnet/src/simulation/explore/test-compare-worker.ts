import { parentPort, workerData } from "node:worker_threads";
import { createRandom } from "../../random.ts";
import { Adversary } from "./adversary.ts";
import { type Exploration, explore, makeWorld } from "./explore.ts";
import { type Action, act, type Local, newLocal, type PowerCut } from "./host.ts";
import type { Move, Node } from "./local-space.ts";
import { idsOf, type Messages, NONE } from "./message-pool.ts";
import { Pasts } from "./past.ts";
import type { Compared, Comparison } from "./test-compare.ts";
import { N } from "./validators.ts";

const { byzantine, lastRound, crashes, walks, withoutQuorums } = workerData as Comparison;
const bounds = {
  byzantine,
  lastRound,
  crashes,
  mutation: undefined,
  maxStates: undefined,
  maxSeconds: undefined,
};

const rounds = await explore({ ...bounds, reduction: "rounds" });
const quorums = withoutQuorums === true ? rounds : await explore({ ...bounds, reduction: "quorums" });
const views = { quorums: viewsOf(quorums), rounds: viewsOf(rounds) };
const unreduced =
  walks === "all" ? viewsOf(await explore({ ...bounds, reduction: "none" })) : await wander(walks);
const compared: Compared = {
  quorums: views.quorums.size,
  rounds: views.rounds.size,
  unreduced: unreduced.size,
  onlyWithoutReduction: without(unreduced, views.rounds),
  onlyByQuorums: without(views.quorums, views.rounds),
  onlyByRounds: without(views.rounds, views.quorums),
  outOfOrder: outOfOrder(quorums),
};
parentPort!.postMessage(compared);

function without(some: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return [...some].filter((view) => !others.has(view));
}

/** What matters of the nodes together: how far each is, what it is bound to, what it has sealed. */
function viewOf(nodes: readonly Local[]): string {
  return nodes.map(viewOfNode).join(" | ");
}

function viewOfNode({ qbft, signed, crashed }: Local): string {
  const { awake, round, preparedRound } = qbft.status();
  const commits = [...signed].filter(([place]) => place.startsWith("2/")).sort();
  return `${awake} ${round} ${preparedRound} ${crashed} ${commits.join(" ")}`;
}

function viewsOf({ found, spaces }: Exploration): Set<string> {
  const seen = new Set<string>();
  for (let state = 0; state < found.size; state++)
    seen.add(viewOf(found.ids(state).map((id, i) => spaces[i]!.nodes[id]!.local)));
  return seen;
}

/** Random ways through the world in which nothing is reduced. */
async function wander(walks: number): Promise<Set<string>> {
  const world = await makeWorld({ ...bounds, reduction: "none" });
  const adversary = new Adversary(world, false);
  const [past] = new Pasts(world).all;
  const random = createRandom("explore");
  const seen = new Set<string>();
  const honest = Array.from({ length: N }, (_, i) => i).filter((i) => i !== byzantine);
  for (let walk = 0; walk < walks; walk++) {
    const nodes = honest.map((index) => act(world, newLocal(world, index), { type: "wake" }).local);
    const patience = 0.9 + 0.1 * random.unit();
    for (let step = 0; step < 60 * (lastRound + 1); step++) {
      const i = random.int(0, nodes.length - 1);
      const node = nodes[i]!;
      if (node.finished) continue;
      const heard = nodes.reduce((said: Messages, { said: more }) => said | more, NONE);
      const all = idsOf((heard | adversary.canSay(heard, past!)) & ~world.pool.of[node.index]!);
      const isTimeUp = random.unit() > patience && node.timer !== null && node.timer < lastRound;
      const action: Action = isTimeUp ? { type: "timer" } : { type: "deliver", ids: [random.pick(all)] };
      const mayCrash = crashes > 0 && nodes.every(({ crashed }) => !crashed) && random.chance(0.07);
      const cut: PowerCut | null = mayCrash
        ? { after: random.int(0, 11), keepsUnsynced: random.chance(0.5) }
        : null;
      const { local } = act(world, node, action, cut);
      if (local.broken.length > 0) throw new Error(`broken: ${local.broken[0]!.why}`);
      // Who decides stays as it was, to all others: it says nothing more.
      nodes[i] = local.finished ? { ...node, finished: true } : local;
      seen.add(viewOf(nodes));
    }
  }
  return seen;
}

/**
 * Steps on which "one round after the other" can't rely: by a message of a round that the node has left, or of a later
 * one than it comes to, unless time alone could have brought it there.
 */
function outOfOrder({ spaces, world }: Exploration): number {
  let found = 0;
  for (const space of spaces)
    for (const node of space.nodes) {
      const moves = [...node.outcomes.values()].flat();
      for (const move of moves) if (!isInOrder(node, move, moves)) found++;
    }
  return found;

  function isInOrder({ local }: Node, { action, cut, to }: Move, moves: readonly Move[]): boolean {
    if (action.type !== "deliver" || to.local.finished || cut !== null) return true;
    const of = action.ids.map((id) => world.pool.round(id));
    const isTimersWork = moves.some((other) => other.action.type !== "deliver" && other.to === to);
    return (
      isTimersWork ||
      (Math.min(...of) >= local.qbft.status().round && Math.max(...of) <= to.local.qbft.status().round)
    );
  }
}
