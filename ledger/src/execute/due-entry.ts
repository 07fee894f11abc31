import type { Value } from "../bytes/codec.ts";
import { dueRecord } from "../domain/governance/schema.ts";
import { AGGREGATE_SUBJECT } from "../domain/module.ts";
import { RESTRICTED_REFUSED, Refusal } from "../domain/refusal.ts";
import type { Registry } from "../domain/registry.ts";
import { dueTimeOf } from "./due.ts";
import type { Effects } from "./effects.ts";
import { DUE_BASE_COST, DUE_ENTRY_COST_MAX, ENTRY_COST } from "./limits.ts";
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
  const unit = begin(key, overlay);
  const due = { time: dueTimeOf(key), id: key.slice(key.lastIndexOf("/") + 1) };
  const { action, payload } = overlayValue(overlay, key);
  const ctx = new RuleContext(facts, unit, { costMax: DUE_ENTRY_COST_MAX, due });
  try {
    const handler = registry.due(action);
    if (handler === undefined) throw new Refusal("due.unknown", "");
    handler(ctx, payload);
    const effects = effectsOf(unit);
    ctx.spend(effects.entries.length * ENTRY_COST);
    return { effects, cost: unit.cost };
  } catch (error) {
    if (error instanceof StateUnreadable) throw error;
    const failed = begin(key, overlay);
    const code = failureCode(error, ctx.tainted);
    failed.events.push({ type: "due.failed", data: { time: due.time, id: due.id, action, code } });
    const cost = Math.min(unit.cost, DUE_ENTRY_COST_MAX) + ENTRY_COST;
    return { effects: effectsOf(failed), cost };
  }
}

/** An entry runs once: it is gone whatever becomes of it. */
function begin(key: string, overlay: Overlay): Unit {
  const unit = new Unit(overlay);
  unit.cost = DUE_BASE_COST;
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
