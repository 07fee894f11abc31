import type { Commit, Proposal, RoundChange, SignedVote } from "@jingzhun/consensus";
import { blockName } from "./block-names.ts";
import type { Step, Violation } from "./explore.ts";
import { act, type HostEvent, ownBlock, type PowerCut, type World } from "./host.ts";
import { N, proposerOf } from "./validators.ts";

/**
 * The way to a violation as a script of the scenarios of consensus (consensus README): `runScript` goes it with nothing
 * reduced, every host remembering what it heard.
 */
export function traceScript(world: World, violation: Violation): string {
  const script = new TraceScript(world, violation);
  for (const [i, step] of violation.steps.entries())
    script.step(step, i === violation.steps.length - 1, violation);
  script.decide(violation);
  return script.lines.join("\n") + "\n";
}

class TraceScript {
  readonly lines: string[];
  readonly #world: World;
  /** `id>node`: what was delivered already */
  readonly #delivered = new Set<string>();
  /** by round: what the Byzantine validator's last ROUND-CHANGE claims */
  readonly #asked = new Map<number, string>();
  readonly #awake = new Set<number>();

  constructor(world: World, { broken, why }: Violation) {
    this.#world = world;
    this.lines = [`# ${broken}: ${why}`, `nodes ${N}`, `crash ${world.byzantine}`];
  }

  step(step: Step, isLast: boolean, violation: Violation): void {
    const { from, move } = step;
    const { index } = from.local;
    // Waking says nothing where it isn't a step, so it is left to where the node first does something.
    if (!this.#awake.has(index) && from.local.qbft.status().awake) this.lines.push(`wake ${index}`);
    this.#awake.add(index);
    this.#serve(step);
    const power =
      move.cut ?? (isLast && violation.broken === "WAL before wire" ? this.#momentOfBreach(step) : null);
    const isIdle = power !== null && this.#isAfterAll(step, power);
    if (power !== null && !isIdle) this.lines.push(`power ${index} ${power.after}`);
    if (move.action.type === "deliver") for (const id of move.action.ids) this.deliver(id, index);
    else this.lines.push(`${move.action.type} ${index}`);
    if (power === null) return;
    if (isIdle) this.lines.push(`crash ${index}`);
    for (let round = 0; round <= this.#world.lastRound; round++)
      if (move.cut !== null && proposerOf(round) === index)
        this.lines.push(`build ${index} ${ownBlock(index, round, true)}`);
    this.lines.push(`${power.keepsUnsynced ? "recover" : "restart"} ${index}`);
    this.lines.push(`${move.cut === null ? "status" : "wake"} ${index}`);
  }

  /** A message reaches a node, whether it was there before or not. */
  deliver(id: number, to: number): void {
    const { pool, byzantine } = this.#world;
    const message = pool.message(id);
    if (message.signer === byzantine) {
      this.#forge(id, to);
    } else if (this.#delivered.has(`${id}>${to}`)) {
      this.lines.push(`again ${this.#line(id, to)}`);
    }
    this.#delivered.add(`${id}>${to}`);
    this.lines.push(`deliver ${this.#line(id, to)}`);
  }

  /** Blocks have their COMMITs: as many nodes decide them. */
  decide({ steps, commits }: Violation): void {
    const { pool, byzantine } = this.#world;
    const decided = steps.filter(({ move }) => move.to.local.finished).map(({ from }) => from.local.index);
    const honest = Array.from({ length: N }, (_, i) => i).filter(
      (i) => i !== byzantine && !decided.includes(i),
    );
    for (const [i, ids] of commits.entries()) {
      const to = honest[i]!;
      for (const id of ids) if (pool.message(id).signer !== to) this.deliver(id, to);
      const commit = pool.message(ids[0]!) as Commit;
      const { round, blockHash } = commit.vote;
      this.#forgeLine("commit", round, blockName(blockHash), [], [to]);
      this.lines.push(`deliver ${byzantine}>${to} COMMIT 1/${round} ${blockName(blockHash)}`);
    }
  }

  #line(id: number, to: number): string {
    const message = this.#world.pool.message(id);
    const way = `${message.signer}>${to}`;
    if (message.type === "roundChange") return `${way} ROUND-CHANGE 1/${message.claim.round}`;
    const { round, blockHash } = message.vote;
    return `${way} ${message.type.toUpperCase()} 1/${round} ${blockName(blockHash)}`;
  }

  #forge(id: number, to: number): void {
    const message = this.#world.pool.message(id);
    if (message.type === "roundChange") this.#forgeRoundChange(message, [to]);
    else if (message.type === "proposal") this.#forgeProposal(message, to);
    else this.#forgeLine(message.type, message.vote.round, blockName(message.vote.blockHash), [], [to]);
  }

  #forgeRoundChange(
    { claim, prepares }: Pick<RoundChange, "claim" | "prepares">,
    to: readonly number[],
  ): void {
    const { round, preparedRound, preparedHash } = claim;
    this.#asked.set(round, `${preparedRound} ${blockName(preparedHash)}`);
    if (preparedRound === null) this.#forgeLine("roundChange", round, "-", [], to);
    else this.#forgeLine("roundChange", round, blockName(preparedHash), proofOf(preparedRound, prepares), to);
  }

  #forgeProposal({ vote, justification }: Proposal, to: number): void {
    const { roundChanges, prepares } = justification;
    const own = roundChanges.find(({ signer }) => signer === this.#world.byzantine);
    if (own !== undefined) {
      const { round, preparedRound, preparedHash } = own.claim;
      if (this.#asked.get(round) !== `${preparedRound} ${blockName(preparedHash)}`)
        this.#forgeRoundChange({ claim: own.claim, prepares: [] }, []);
    }
    const words = prepares.length === 0 ? [] : proofOf(prepares[0]!.vote.round, prepares);
    if (roundChanges.length > 0) words.push("asked", ...roundChanges.map(({ signer }) => String(signer)));
    this.#forgeLine("proposal", vote.round, blockName(vote.blockHash), words, [to]);
  }

  #forgeLine(
    type: string,
    round: number,
    block: string,
    words: readonly string[],
    to: readonly number[],
  ): void {
    this.lines.push(
      ["forge", this.#world.byzantine, type, `1/${round}`, block, ...words, "to", ...to].join(" "),
    );
  }

  /** Bodies can be had from the Byzantine validator. */
  #serve({ from, move }: Step): void {
    act(this.#world, from.local, move.action, move.cut, (event) => {
      if (event.what === "output" && event.output.type === "fetchProposal")
        this.lines.push(`serve ${blockName(event.output.hash)}`);
    });
  }

  /** The power cut right after the message left that isn't durable. */
  #momentOfBreach({ from, move }: Step): PowerCut {
    let steps = 0;
    let breach = 0;
    act(this.#world, from.local, move.action, null, (event: HostEvent) => {
      if (event.what === "broken") breach = steps;
      if (event.what === "step") steps++;
    });
    return { after: breach, keepsUnsynced: false };
  }

  /** Does the power go when the host has done everything? */
  #isAfterAll({ from, move }: Step, { after }: PowerCut): boolean {
    return act(this.#world, from.local, move.action).steps - 1 === after;
  }
}

function proofOf(round: number, prepares: readonly SignedVote[]): string[] {
  const words = ["in", String(round)];
  if (prepares.length > 0) words.push("with", ...prepares.map(({ signer }) => String(signer)));
  return words;
}
