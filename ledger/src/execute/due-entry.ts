import type { Value } from "../bytes/codec.ts";
import { dueRecord } from "../domain/governance/schema.ts";
import { AGGREGATE_SUBJECT } from "../domain/module.ts";
import { RESTRICTED_REFUSED, Refusal } from "../domain/refusal.ts";
import type { Registry } from "../domain/registry.ts";
import { dueTimeOf } from "./due.ts";
import type { Effects } from "./effects.ts";
import { type Overlay, StateUnreadable, Unit } from "./overlay.ts";
import { type BlockFacts, CostExceeded, RuleContext } from "./rule-context.ts";

/**
 * Runs one due entry as a unit of its own. One that refuses, throws or costs too much is undone, removed
 * and reported as event `due.failed`; it never stops a block (DESIGN §5).
 */
export function runDueEntry(
  key: string,
  overlay: Overlay,
  facts: BlockFacts,
  registry: Registry,
  effectsOf: (unit: Unit) => Effects,
): { effects: Effects; cost: number } {
  const { costEntry, dueEntryCost } = facts.params;
  const unit = begin(key, overlay, facts);
  const due = { time: dueTimeOf(key), id: key.slice(key.lastIndexOf("/") + 1) };
  const { action, payload } = overlayValue(overlay, key);
  const ctx = new RuleContext(facts, unit, { costMax: dueEntryCost, due });
  try {
    const handler = registry.due(action);
    if (handler === undefined) throw new Refusal("due.unknown", "");
    handler(ctx, payload);
    const effects = effectsOf(unit);
    ctx.spend(effects.entries.length * costEntry);
    return { effects, cost: unit.cost };
  } catch (error) {
    if (error instanceof StateUnreadable) throw error;
    const failed = begin(key, overlay, facts);
    const code = failureCode(error, ctx.tainted);
    failed.events.push({ type: "due.failed", data: { time: due.time, id: due.id, action, code } });
    const cost = Math.min(unit.cost, dueEntryCost) + costEntry;
    return { effects: effectsOf(failed), cost };
  }
}

/** An entry runs once: it is gone whatever becomes of it. */
function begin(key: string, overlay: Overlay, facts: BlockFacts): Unit {
  const unit = new Unit(overlay);
  unit.cost = facts.params.costDue;
  unit.write(dueRecord, key, undefined, AGGREGATE_SUBJECT);
  return unit;
}

function overlayValue(overlay: Overlay, key: string): { action: string; payload: Value } {
  return new Unit(overlay).read(key) as { action: string; payload: Value };
}

function failureCode(error: unknown, tainted: boolean): string {
  if (error instanceof CostExceeded) return "due.cost";
  if (!(error instanceof Refusal)) return "due.threw";
  return tainted ? RESTRICTED_REFUSED : error.code;
}
