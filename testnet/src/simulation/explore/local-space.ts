import { forgetAccusations } from "./forget.ts";
import {
  type Acted,
  type Action,
  act,
  atRest,
  enterRounds,
  keyOfLocal,
  type Local,
  newLocal,
  type PowerCut,
  type World,
} from "./host.ts";
import { bit, idsOf, type Messages, NONE } from "./message-pool.ts";

/** A local state that was met, and what is known of where it leads. */
export interface Node {
  readonly id: number;
  readonly local: Local;
  /** all of it but its disk */
  readonly key: string;
  /** messages whose effect on it is known, and those that have one */
  known: Messages;
  relevant: Messages;
  /** what the last of these messages, joined by commas, does after the others */
  readonly deliveries: Map<string, Delivery | undefined>;
  readonly moves: Map<Messages, readonly Move[]>;
  /** by messages of one kind: the smallest sets of them that make it act */
  readonly quorums: Map<Messages, readonly Action[]>;
  /** by action: what comes of it, with and without power cuts */
  readonly outcomes: Map<string, readonly Move[]>;
  /** the same node when everyone has left its round */
  next: Node | undefined;
}

/** A node that may have heard something since it was at rest. */
type Heard = Pick<Node, "local" | "key">;

/** What hearing a message led to. */
interface Delivery extends Heard {
  /** what it changed, but for what was heard itself; undefined: nothing */
  readonly effect: string | undefined;
}

/** One step of a node, and the power cut in it, if any. */
export interface Move {
  readonly action: Action;
  readonly cut: PowerCut | null;
  readonly to: Node;
}

/**
 * How much less than every order of deliveries is explored; each does all of what stands before it.
 *
 * - `none`: one message at a time, and who has heard what is part of a state.
 * - `quorums`: votes are delivered together with the one that makes the node act.
 * - `rounds`: nobody acts in a round any more once anyone acts in the next.
 */
export type Reduction = "none" | "quorums" | "rounds";

export interface LocalSpaceOptions {
  readonly reduction: Reduction;
  /** honest nodes that lose power in a run */
  readonly crashes: 0 | 1;
}

/**
 * The states of one node, each met once and each step of the real code made once: what consensus and its host do
 * depends on nothing but their state and the input, so global exploration works on numbers.
 */
export class LocalSpace {
  readonly #world: World;
  readonly #options: LocalSpaceOptions;
  readonly #ids = new Map<string, Node>();
  readonly nodes: Node[] = [];
  readonly start: Node;
  /** how often the code ran */
  runs = 0;

  constructor(world: World, index: number, options: LocalSpaceOptions) {
    this.#world = world;
    this.#options = options;
    const asleep = newLocal(world, index);
    const { local } = act(world, asleep, { type: "wake" });
    // Waking is a step of its own only where it says something.
    this.start = this.#meet(local.said === NONE ? local : asleep);
  }

  /** All steps of a node to which these messages may be delivered. */
  moves(node: Node, available: Messages, mayCrash: boolean): readonly Move[] {
    if (node.local.finished) return [];
    this.#judge(node, available);
    const heard = available & node.relevant;
    let moves = node.moves.get(heard);
    if (moves === undefined) node.moves.set(heard, (moves = this.#movesOf(node, heard)));
    return mayCrash ? moves : moves.filter(({ cut }) => cut === null);
  }

  /** The same node when nobody acts any more in rounds below. */
  enterRounds(node: Node, floor: number): Node {
    return (node.next ??= this.#meet(enterRounds(node.local, floor)));
  }

  #meet(local: Local): Node {
    const key = this.#keyOf(atRest(this.#world, local), {
      disk: local.crashed || this.#options.crashes === 0,
      crashed: false,
    });
    let node = this.#ids.get(key);
    if (node === undefined) {
      const id = this.nodes.length;
      node = {
        id,
        local,
        key: this.#keyOf(local, IN_MEMORY),
        known: NONE,
        relevant: NONE,
        deliveries: new Map(),
        moves: new Map(),
        quorums: new Map(),
        outcomes: new Map(),
        next: undefined,
      };
      this.#ids.set(key, node);
      this.nodes.push(node);
    }
    return node;
  }

  #keyOf(local: Local, without: { readonly disk: boolean; readonly crashed: boolean }): string {
    return keyOfLocal(this.#world, local, without);
  }

  #judge(node: Node, available: Messages): void {
    for (const id of idsOf(available & ~node.known)) {
      if (this.#deliver(node, node, [id]) !== undefined) node.relevant |= bit(id);
    }
    node.known |= available;
  }

  /**
   * Delivers the last of these messages to a node that has heard the others.
   *
   * @returns undefined: it changes nothing
   */
  #deliver(node: Node, before: Heard, ids: readonly number[]): Delivery | undefined {
    const name = ids.join();
    if (node.deliveries.has(name)) return node.deliveries.get(name);
    let delivery: Delivery | undefined;
    const { local, isSilent } = this.#act(before.local, { type: "deliver", ids: ids.slice(-1) }, null);
    // What consensus doesn't even want to be verified leaves no trace.
    if (!isSilent) {
      if (this.#world.isReduced) forgetAccusations(local.qbft);
      const key = this.#keyOf(local, IN_MEMORY);
      if (key !== before.key) delivery = { local, key, effect: this.#effect(node, local) };
      // Only who hears more is needed again.
      if (delivery?.effect !== undefined) delivery = { ...delivery, local: node.local };
    }
    node.deliveries.set(name, delivery);
    return delivery;
  }

  #effect(node: Node, to: Local): string | undefined {
    if (this.#options.reduction === "none") return undefined;
    const effect = this.#keyOf(atRest(this.#world, { ...to, qbft: to.qbft.copy() }), IN_MEMORY);
    return effect === node.key ? undefined : effect;
  }

  #movesOf(node: Node, heard: Messages): Move[] {
    const actions: Action[] = [];
    const { qbft, timer } = node.local;
    if (!qbft.status().awake) actions.push({ type: "wake" });
    else if (timer !== null && timer < this.#world.lastRound) actions.push({ type: "timer" });
    if (this.#options.reduction === "none")
      for (const id of idsOf(heard)) actions.push({ type: "deliver", ids: [id] });
    else actions.push(...this.#quorums(node, heard));
    const moves = new Map<Node, Move>();
    for (const action of actions)
      for (const move of this.#withCuts(node, action))
        if (this.#isOfRound(move.to) && !moves.has(move.to)) moves.set(move.to, move);
    return [...moves.values()];
  }

  /** Rounds one after the other: what is done now ends in the lowest round in which anyone acts. */
  #isOfRound({ local }: Node): boolean {
    const { finished, floor, qbft } = local;
    return this.#options.reduction !== "rounds" || finished || qbft.status().round === floor;
  }

  #quorums(node: Node, heard: Messages): Action[] {
    const actions: Action[] = [];
    for (const kind of this.#world.pool.kinds.values()) {
      const ofKind = heard & kind;
      if (ofKind === NONE) continue;
      let quorums = node.quorums.get(ofKind);
      if (quorums === undefined) node.quorums.set(ofKind, (quorums = this.#quorumsOf(node, ofKind)));
      actions.push(...quorums);
    }
    return actions;
  }

  /**
   * The smallest sets of messages of one kind that make the node act, one for each effect. What was counted early is
   * counted as well later, just before it matters; and which members of a quorum are heard shows in nothing but in the
   * signatures of a certificate.
   */
  #quorumsOf(node: Node, heard: Messages): Action[] {
    const all = idsOf(heard);
    const byEffect = new Map<string, Action>();
    let level: { at: Heard; ids: readonly number[] }[] = [{ at: node, ids: [] }];
    while (level.length > 0) {
      const next: typeof level = [];
      for (const { at, ids } of level) {
        for (const id of all) {
          if (ids.includes(id) || isCountedInOrder(node, ids, id)) continue;
          const reached = [...ids, id];
          const delivery = this.#deliver(node, at, reached);
          if (delivery === undefined) continue;
          if (delivery.effect === undefined) next.push({ at: delivery, ids: reached });
          else if (!byEffect.has(delivery.effect))
            byEffect.set(delivery.effect, { type: "deliver", ids: reached });
        }
      }
      level = next;
    }
    return [...byEffect.values()];
  }

  #withCuts(node: Node, action: Action): readonly Move[] {
    const key = action.type === "deliver" ? action.ids.join() : action.type;
    let moves = node.outcomes.get(key);
    if (moves === undefined) node.outcomes.set(key, (moves = this.#outcomesOf(node, action)));
    return moves;
  }

  #outcomesOf(node: Node, action: Action): Move[] {
    const { local, steps } = this.#act(node.local, action, null);
    const moves: Move[] = [{ action, cut: null, to: this.#meet(local) }];
    // Power lost before a decision is durable is power lost before it was made.
    if (local.finished || this.#options.crashes === 0 || node.local.crashed) return moves;
    // A power cut that loses nothing leads nowhere that the node doesn't come without one, and there it may yet lose
    // power.
    const without = { disk: true, crashed: true };
    const known = new Set([this.#keyOf(node.local, without), this.#keyOf(local, without)]);
    for (let after = 0; after < steps; after++)
      for (const keepsUnsynced of [false, true]) {
        const cut = { after, keepsUnsynced };
        const restarted = atRest(this.#world, this.#act(node.local, action, cut).local);
        const key = this.#keyOf(restarted, without);
        if (known.has(key)) continue;
        known.add(key);
        moves.push({ action, cut, to: this.#meet(restarted) });
      }
    return moves;
  }

  #act(local: Local, action: Action, cut: PowerCut | null): Acted {
    this.runs++;
    return act(this.#world, local, action, cut);
  }
}

/** Is the same set of messages, all of them only counted, looked at in ascending order? */
function isCountedInOrder({ deliveries }: Node, ids: readonly number[], id: number): boolean {
  const before = ids.filter((other) => other < id);
  if (before.length === ids.length) return false;
  const earlier = deliveries.get([...before, id].join());
  return earlier !== undefined && earlier.effect === undefined;
}

/** All of a node but its disk: nothing gets there that shows nowhere else. */
const IN_MEMORY = { disk: true, crashed: false };
