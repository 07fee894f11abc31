import type { Header } from "../block/header.ts";
import { type Params, transactionCost } from "../block/params.ts";
import { decodeValidators, type ValidatorSet } from "../block/validators.ts";
import { H } from "../crypto/index.ts";
import { civilDateOf } from "../domain/civil-date.ts";
import type { PastBlock } from "../domain/context.ts";
import type { Sender } from "../domain/permission.ts";
import type { Registry } from "../domain/registry.ts";
import { JzError } from "../errors.ts";
import { BLOCK_SYSTEM_TXS_MAX, EXPIRY_WINDOW_MS } from "../limits.ts";
import {
  type BlockEvent,
  encodeOutcome,
  eventLeaf,
  eventRoot,
  type Outcome,
  outcomeLeaf,
  txRoot,
} from "../transaction/outcome.ts";
import { domainOf } from "../transaction/system.ts";
import { runActions } from "./actions.ts";
import { aggregateSecret } from "./aggregate-secret.ts";
import { runDueEntry } from "./due-entry.ts";
import { type Effects, effectsOf } from "./effects.ts";
import { BlockInvalid, ExecutionAssertion } from "./errors.ts";
import type { ExecutableTx } from "./executable.ts";
import { decodedValue } from "./frozen.ts";
import { Overlay, StateUnreadable, Unit } from "./overlay.ts";
import { rejectionOf, rejectionOutcome } from "./rejection.ts";
import { type BlockFacts, CostExceeded } from "./rule-context.ts";
import { Senders } from "./sender.ts";
import {
  type BlockResult,
  DUE_TX_INDEX,
  END_TX_INDEX,
  type NewEntry,
  type RejectionDetail,
  type StateView,
} from "./state.ts";
import { StatisticsOfBlock } from "./statistics.ts";

export interface BlockOptions {
  /** State after the parent block. */
  readonly view: StateView;
  readonly registry: Registry;
  readonly parent: Pick<Header, "height" | "timestamp" | "nextValidatorsHash">;
  /** ms UTC, after the parent's. */
  readonly timestamp: number;
  readonly chainId: string;
  /** Of the parent's forest: index of the first entry of this block. */
  readonly count: number;
  /** Was this id included in a block whose transactions may still be replayed? */
  readonly windowHas: (txId: Uint8Array) => boolean;
  /** A block at or below the parent; needed as far back as transactions may be replayed. */
  readonly blockAt: (height: number) => PastBlock | undefined;
  /** Salt of genesis's restricted attachment; a node without it isn't entitled to execute restricted counts. */
  readonly genesisSalt?: Uint8Array | undefined;
  /**
   * Whether each value that a rule writes is checked against its record's schema; true unless said otherwise. A
   * mismatch is our own mistake, which dry runs and tests look for; it took a sixth of a block's execution.
   */
  readonly checkRecords?: boolean;
}

/**
 * Executes one block: `runDue()`, then `execute()` for each transaction, then `finish()`. Nothing is kept
 * in the view; a proposer that stops early, or a block that isn't decided, is simply dropped.
 */
export class BlockExecution {
  readonly #options: BlockOptions;
  readonly #facts: BlockFacts;
  readonly #overlay: Overlay;
  readonly #senders: Senders;
  readonly #statistics = new StatisticsOfBlock();
  readonly #aggregateSecret: Uint8Array | undefined;
  readonly #checkRecords: boolean;
  readonly #entries: NewEntry[] = [];
  readonly #txIds: Uint8Array[] = [];
  readonly #included = new Set<string>();
  readonly #outcomes: Outcome[] = [];
  readonly #outcomeBytes: Uint8Array[] = [];
  readonly #events: BlockEvent[] = [];
  readonly #eventBytes: Uint8Array[] = [];
  readonly #rejections = new Map<number, RejectionDetail>();
  readonly #rejectedBySender = new Map<string, number>();
  #systemTxs = 0;
  #cost = 0;
  #dueCost = 0;
  #rejectedCost = 0;
  #dueDone = false;

  /** Throws JzError `module.version` when the registry isn't what the state says is in force. */
  constructor(options: BlockOptions) {
    this.#options = options;
    this.#checkRecords = options.checkRecords ?? true;
    const { view, registry, parent, timestamp, chainId, genesisSalt, blockAt } = options;
    this.#overlay = new Overlay(view);
    const params = decodedValue(view.get("governance/params")) as Params | undefined;
    if (params === undefined) throw new JzError("execution.no_params");
    checkVersions(decodedValue(view.get("governance/modules")), registry);
    const height = parent.height + 1;
    this.#facts = { chainId, height, time: timestamp, date: civilDateOf(timestamp), params, blockAt };
    this.#senders = new Senders(this.#overlay, this.#facts);
    this.#aggregateSecret = genesisSalt === undefined ? undefined : aggregateSecret(genesisSalt);
  }

  /** Cost of the transactions so far, out of `params.blockCost`. */
  get costUsed(): number {
    return this.#cost;
  }
  get rejectedCost(): number {
    return this.#rejectedCost;
  }
  /** Transactions so far. */
  get size(): number {
    return this.#txIds.length;
  }

  /** Runs the due entries of the parent state, in order, as far as their share of the cost goes. */
  runDue(): void {
    if (this.#dueDone) throw new Error("due entries have run");
    this.#dueDone = true;
    const { blockCost, duePercent, costDue, costEntry } = this.#facts.params;
    const budget = percentOf(blockCost, duePercent);
    const limit = Math.ceil(budget / (costDue + costEntry));
    for (const key of this.#options.view.due(this.#facts.time, limit)) {
      if (this.#dueCost >= budget) break;
      if (this.#overlay.get(key)?.value === undefined) continue; // an entry before it took it away
      const done = unwrapped(() =>
        runDueEntry(key, this.#overlay, this.#facts, this.#options.registry, (unit) =>
          this.#effectsOf(unit, DUE_TX_INDEX),
        ),
      );
      this.#apply(done.effects);
      this.#dueCost += done.cost;
    }
  }

  /**
   * Executes the next transaction. A rejected one changes nothing. Throws `BlockInvalid` for what may not
   * stand in the block here, `ExecutionAssertion` for our own mistakes; both leave the block as it was.
   */
  execute(tx: ExecutableTx): Outcome {
    if (!this.#dueDone) throw new Error("due entries run first");
    const { idText: id, senderKey: sender } = tx;
    this.#checkPlace(tx, id, sender);
    const txIndex = this.#txIds.length;
    const { params } = this.#facts;
    const { blockCost } = params;
    const unit = new Unit(this.#overlay, tx.restricted);
    unit.cost = transactionCost(tx.bytes, params);
    let effects: Effects | undefined;
    let rejection: RejectionDetail | undefined;
    let outcome: Outcome = APPLIED;
    let outcomeBytes = APPLIED_BYTES;
    try {
      try {
        runActions(tx, this.#senders.resolve(sender), txIndex, unit, this.#facts, this.#options.registry);
        effects = this.#effectsOf(unit, txIndex);
        unit.cost += effects.entries.length * params.costEntry;
        if (unit.cost > blockCost) throw new CostExceeded();
      } catch (error) {
        rejection = rejectionOf(error, unit.tainted);
        if (rejection === undefined) throw error;
        outcome = rejectionOutcome(rejection);
        outcomeBytes = encodeOutcome(outcome);
      }
    } catch (error) {
      if (error instanceof StateUnreadable) throw error.cause;
      throw new ExecutionAssertion(this.#facts.height, tx.id, error);
    }
    const cost = Math.min(unit.cost, blockCost);
    if (this.#cost + cost > blockCost) throw new BlockInvalid("block.cost", "", { cost });
    if (rejection !== undefined) {
      this.#checkRejected(cost, sender);
      this.#rejections.set(txIndex, rejection);
      this.#rejectedCost += cost;
      this.#rejectedBySender.set(sender, (this.#rejectedBySender.get(sender) ?? 0) + 1);
    } else this.#apply(effects!);
    this.#cost += cost;
    if (domainOf(tx.body) !== "tx") this.#systemTxs++;
    this.#txIds.push(tx.id);
    this.#included.add(id);
    this.#outcomes.push(outcome);
    this.#outcomeBytes.push(outcomeBytes);
    return outcome;
  }

  /** The block's end: statistics, roots, the set that holds from the next block. */
  finish(): BlockResult {
    if (!this.#dueDone) throw new Error("due entries run first");
    const end = new Unit(this.#overlay);
    try {
      this.#statistics.write(end);
      this.#apply(this.#effectsOf(end, END_TX_INDEX));
    } catch (error) {
      if (error instanceof StateUnreadable) throw error.cause;
      throw new ExecutionAssertion(this.#facts.height, undefined, error);
    }
    return blockResult({
      height: this.#facts.height,
      timestamp: this.#facts.time,
      validatorsHash: this.#options.parent.nextValidatorsHash,
      paramsBytes: this.#options.view.get("governance/params")!.value!,
      validatorsBytes: this.#overlay.get("governance/validators")!.value!,
      txIds: this.#txIds,
      outcomes: this.#outcomes,
      outcomeBytes: this.#outcomeBytes,
      events: this.#events,
      eventBytes: this.#eventBytes,
      entries: this.#entries,
      rejections: this.#rejections,
      cost: this.#cost + this.#dueCost,
      rejectedCost: this.#rejectedCost,
    });
  }

  /** For a dry run: a unit over the block as it stands, and what its actions need. */
  rehearse(tx: ExecutableTx): {
    unit: Unit;
    facts: BlockFacts;
    sender: () => Sender;
    entries: () => NewEntry[];
  } {
    const unit = new Unit(this.#overlay, tx.restricted);
    return {
      unit,
      facts: this.#facts,
      sender: () => this.#senders.resolve(tx.senderKey),
      entries: () => this.#effectsOf(unit, this.#txIds.length).entries,
    };
  }

  #checkPlace(tx: ExecutableTx, id: string, sender: string): void {
    const { time } = this.#facts;
    const { expiresAt, chainId } = tx.body;
    if (chainId !== this.#facts.chainId) throw new BlockInvalid("block.chain_id", "", { chainId });
    if (time >= expiresAt) throw new BlockInvalid("block.expired", "", { expiresAt });
    if (expiresAt > time + EXPIRY_WINDOW_MS) throw new BlockInvalid("block.expiry_window", "", { expiresAt });
    if (this.#included.has(id) || this.#options.windowHas(tx.id))
      throw new BlockInvalid("block.replayed", "", { id });
    if (!this.#senders.isRegistered(sender)) throw new BlockInvalid("block.unknown_key");
    if (this.#systemTxs >= BLOCK_SYSTEM_TXS_MAX && domainOf(tx.body) !== "tx") {
      throw new BlockInvalid("block.system", "", { max: BLOCK_SYSTEM_TXS_MAX });
    }
    if (tx.restricted.size === 0) return;
    for (const [id, attachment] of tx.restricted) {
      if (attachment === undefined) throw new BlockInvalid("block.attachment_missing", "", { id });
    }
  }

  #checkRejected(cost: number, sender: string): void {
    const { blockCost, rejectedPercent, rejectedPerSender } = this.#facts.params;
    if ((this.#rejectedBySender.get(sender) ?? 0) >= rejectedPerSender) {
      throw new BlockInvalid("block.rejected_sender");
    }
    if (this.#rejections.size === 0) return; // one is always allowed
    if (this.#rejectedCost + cost > percentOf(blockCost, rejectedPercent)) {
      throw new BlockInvalid("block.rejected_cost");
    }
  }

  #effectsOf(unit: Unit, txIndex: number): Effects {
    return effectsOf(unit, {
      height: this.#facts.height,
      txIndex,
      index: this.#options.count + this.#entries.length,
      aggregateSecret: this.#aggregateSecret,
      checkRecords: this.#checkRecords,
    });
  }

  #apply({ entries, events, eventBytes, counts }: Effects): void {
    for (const entry of entries) {
      this.#entries.push(entry);
      const before = this.#overlay.set(entry.key, entry);
      if (before !== undefined) before.last = false;
    }
    for (const event of events) this.#events.push(event);
    for (const bytes of eventBytes) this.#eventBytes.push(bytes);
    for (const count of counts) this.#statistics.add(count);
  }
}

const APPLIED: Outcome = { status: "applied" };
const APPLIED_BYTES = encodeOutcome(APPLIED);

/** Rounded down, in integers: blockCost may be as large as a safe integer. */
function percentOf(cost: number, percent: number): number {
  return Math.floor(cost / 100) * percent + Math.floor(((cost % 100) * percent) / 100);
}

/** What the view threw, as it threw it. */
function unwrapped<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof StateUnreadable ? error.cause : error;
  }
}

function checkVersions(inForce: unknown, registry: Registry): void {
  const wanted = inForce as { readonly [module: string]: number };
  for (const name in wanted) {
    if (registry.versions[name] !== wanted[name]) {
      throw new JzError("module.version", name, {
        inForce: wanted[name]!,
        here: registry.versions[name] ?? null,
      });
    }
  }
}

/** Computes the roots. */
export function blockResult(parts: {
  height: number;
  timestamp: number;
  /** Of the set that signs this block; undefined at genesis: the next one. */
  validatorsHash: Uint8Array | undefined;
  paramsBytes: Uint8Array;
  validatorsBytes: Uint8Array;
  txIds: Uint8Array[];
  outcomes: Outcome[];
  outcomeBytes: Uint8Array[];
  events: BlockEvent[];
  eventBytes: Uint8Array[];
  entries: NewEntry[];
  rejections: ReadonlyMap<number, RejectionDetail>;
  cost: number;
  rejectedCost: number;
}): BlockResult {
  const { paramsBytes, validatorsBytes, txIds, outcomes, outcomeBytes, events, eventBytes, entries } = parts;
  const nextValidators: ValidatorSet = decodeValidators(validatorsBytes);
  const nextValidatorsHash = H("validators", (h) => h.bytes(validatorsBytes));
  return {
    height: parts.height,
    timestamp: parts.timestamp,
    txIds,
    outcomes,
    outcomeBytes,
    events,
    eventBytes,
    entries,
    txRoot: txRoot(txIds.map((id, i) => outcomeLeaf(id, outcomeBytes[i]!))),
    eventRoot: eventRoot(eventBytes.map(eventLeaf)),
    validatorsHash: parts.validatorsHash ?? nextValidatorsHash,
    nextValidators,
    nextValidatorsHash,
    paramsHash: H("params", (h) => h.bytes(paramsBytes)),
    cost: parts.cost,
    rejectedCost: parts.rejectedCost,
    rejections: parts.rejections,
  };
}
