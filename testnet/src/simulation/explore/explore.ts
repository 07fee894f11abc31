import { Adversary } from "./adversary.ts";
import { Canonical } from "./canonical.ts";
import { Certificates } from "./certificates.ts";
import type { Broken, World } from "./host.ts";
import { wrongDecision } from "./invariants.ts";
import { LocalSpace, type Move, type Node, type Reduction } from "./local-space.ts";
import { loadMachine } from "./machine.ts";
import { MessagePool, type Messages, NONE } from "./message-pool.ts";
import type { Mutation } from "./mutations.ts";
import { Pasts } from "./past.ts";
import { StateSet } from "./state-set.ts";
import { N } from "./validators.ts";

export interface ExploreOptions {
  readonly byzantine: number;
  readonly lastRound: number;
  readonly crashes: 0 | 1;
  readonly reduction: Reduction;
  readonly mutation: Mutation | undefined;
  readonly maxStates: number | undefined;
  readonly maxSeconds: number | undefined;
}

export interface Step {
  readonly move: Move;
  readonly from: Node;
}

export interface Violation {
  readonly broken: Broken;
  readonly why: string;
  readonly steps: readonly Step[];
  /** numbers of the COMMITs that decide two blocks, in steps that aren't among those above */
  readonly commits: readonly (readonly number[])[];
}

export interface Exploration {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly isComplete: boolean;
  readonly localStates: readonly number[];
  readonly messages: number;
  /** how often the code ran */
  readonly runs: number;
  readonly violation: Violation | null;
  readonly world: World;
  readonly spaces: readonly LocalSpace[];
  readonly found: StateSet;
}

/** Breadth first: the first violation met is one with the fewest steps of honest nodes. */
export async function explore(options: ExploreOptions): Promise<Exploration> {
  return new Search(await makeWorld(options), options).run();
}

export async function makeWorld({
  byzantine,
  lastRound,
  mutation,
  reduction,
}: Pick<ExploreOptions, "byzantine" | "lastRound" | "mutation" | "reduction">): Promise<World> {
  const isExact = reduction === "none";
  return {
    create: await loadMachine(mutation?.name ?? "as-it-is", mutation?.edits ?? []),
    pool: new MessagePool(isExact, mutation?.mixesBlocks === true),
    certificates: new Certificates(),
    faults: mutation?.faults ?? {},
    byzantine,
    lastRound,
    canonical: new Canonical(isExact),
    isReduced: !isExact,
    disks: new Map(),
  };
}

class Search {
  readonly #world: World;
  readonly #options: ExploreOptions;
  readonly #adversary: Adversary;
  readonly #pasts: Pasts;
  readonly #spaces: readonly LocalSpace[];
  readonly #states = new StateSet();
  #transitions = 0;
  #violation: Violation | null = null;

  constructor(world: World, options: ExploreOptions) {
    this.#world = world;
    this.#options = options;
    this.#adversary = new Adversary(world, options.reduction === "rounds");
    this.#pasts = new Pasts(world);
    const honest = Array.from({ length: N }, (_, i) => i).filter((i) => i !== world.byzantine);
    this.#spaces = honest.map((index) => new LocalSpace(world, index, options));
    this.#states.add(
      this.#spaces.map(({ start }) => start.id),
      0,
      -1,
    );
  }

  run(): Exploration {
    const states = this.#states;
    const { maxStates = Number.POSITIVE_INFINITY, maxSeconds = Number.POSITIVE_INFINITY } = this.#options;
    const end = performance.now() + maxSeconds * 1_000;
    let [at, depth, endOfDepth] = [0, 0, 1];
    for (; at < states.size && this.#violation === null; at++) {
      if (at === endOfDepth) {
        depth++;
        endOfDepth = states.size;
      }
      if (states.size >= maxStates || (at % 256 === 0 && performance.now() > end)) break;
      this.#expand(at);
    }
    const spaces = this.#spaces;
    return {
      states: states.size,
      transitions: this.#transitions,
      depth,
      isComplete: this.#violation === null && at === states.size,
      localStates: spaces.map(({ nodes }) => nodes.length),
      messages: this.#world.pool.messages.length,
      runs: spaces.reduce((sum, { runs }) => sum + runs, 0),
      violation: this.#violation,
      world: this.#world,
      spaces,
      found: states,
    };
  }

  #expand(at: number): void {
    const states = this.#states;
    const ids = states.ids(at);
    const past = states.past(at);
    const nodes = ids.map((id, i) => this.#spaces[i]!.nodes[id]!);
    // Who decides says nothing more, and what it decided by stays to be heard: a decision is no state of its own, only
    // what is looked at in the state that allows it.
    const decisions: Step[] = [];
    for (const { i, move } of this.#moves(nodes, past)) {
      this.#transitions++;
      if (move.to.local.finished) {
        decisions.push({ move, from: nodes[i]! });
        continue;
      }
      const next = [...ids];
      next[i] = move.to.id;
      if (!states.add(next, past, at)) continue;
      const wrong = move.to.local.broken.find(({ broken }) => this.#isLookedAt(broken));
      if (wrong === undefined) continue;
      this.#violation = { ...wrong, steps: this.#pathTo(states.size - 1), commits: [] };
      return;
    }
    const decidable = this.#pasts.decidable(
      this.#pasts.all[past]!,
      nodes.map(({ local }) => local),
    );
    const wrong = wrongDecision(decisions, decidable, this.#isLookedAt);
    if (wrong !== undefined) this.#violation = { ...wrong, steps: [...this.#pathTo(at), ...wrong.steps] };
    else if (this.#options.reduction === "rounds" && this.#pasts.all[past]!.round < this.#world.lastRound)
      this.#enterNextRound(at, nodes, past);
  }

  readonly #isLookedAt = (broken: Broken) => this.#options.mutation?.looksAt?.includes(broken) ?? true;

  /** The same state, with everyone who is still to act in this round giving up on it. */
  #enterNextRound(at: number, nodes: readonly Node[], past: number): void {
    const next = this.#pasts.next(
      this.#pasts.all[past]!,
      nodes.map(({ local }) => local),
    );
    const ids = nodes.map((node, i) => this.#spaces[i]!.enterRounds(node, next.round).id);
    this.#states.add(ids, next.id, at);
  }

  *#moves(nodes: readonly Node[], past: number): Iterable<{ i: number; move: Move }> {
    const heard = nodes.reduce((said, { local }) => said | local.said, NONE);
    const all = heard | this.#adversary.canSay(heard, this.#pasts.all[past]!);
    const mayCrash = this.#options.crashes > 0 && nodes.every(({ local }) => !local.crashed);
    for (const [i, node] of nodes.entries()) {
      const available: Messages = all & ~this.#world.pool.of[node.local.index]!;
      for (const move of this.#spaces[i]!.moves(node, available, mayCrash))
        if (move.to !== node) yield { i, move };
    }
  }

  #pathTo(state: number): Step[] {
    const steps: Step[] = [];
    const states = this.#states;
    for (let to = state; states.parent(to) >= 0; to = states.parent(to)) {
      const from = states.parent(to);
      if (states.past(from) !== states.past(to)) continue;
      const [before, after] = [states.ids(from), states.ids(to)];
      const nodes = before.map((id, i) => this.#spaces[i]!.nodes[id]!);
      for (const { i, move } of this.#moves(nodes, states.past(from))) {
        if (move.to.id !== after[i] || before.some((id, j) => j !== i && id !== after[j])) continue;
        steps.unshift({ move, from: nodes[i]! });
        break;
      }
    }
    return steps;
  }
}
