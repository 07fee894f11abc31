import type { Value } from "../bytes/codec.ts";
import { type NextStep, nextSteps } from "../domain/next-steps.ts";
import { Refusal } from "../domain/refusal.ts";
import { EXPIRY_WINDOW_MS } from "../limits.ts";
import type { Outcome } from "../transaction/outcome.ts";
import { checkAttachmentsUsed, formRefusals, runAction } from "./actions.ts";
import { BlockExecution, type BlockOptions } from "./block-execution.ts";
import type { ExecutableTx } from "./executable.ts";
import { decodedValue } from "./frozen.ts";
import { StateUnreadable } from "./overlay.ts";
import { rejectionOf, rejectionOutcome } from "./rejection.ts";
import type { RejectionDetail } from "./state.ts";

export interface Rehearsal {
  /** What the block would say now. */
  readonly outcome: Outcome;
  /** All that is wrong, as far as each can be found independently; for the sender's eyes. */
  readonly refusals: RejectionDetail[];
  readonly events: { type: string; data: { [key: string]: Value } }[];
  /** Records that would change, and which top-level fields of each. */
  readonly changed: { key: string; fields: string[] }[];
  /** What can be done next with what it changes, and by whom; nothing when it would be refused. */
  readonly next: NextStep[];
  readonly cost: number;
}

/** A dry run on the state of the view: executes as a block with this timestamp would, and keeps nothing. */
export function simulate(options: BlockOptions & { readonly tx: ExecutableTx }): Rehearsal {
  const { tx, registry } = options;
  const refusals: RejectionDetail[] = [];
  const note = (error: unknown) => {
    if (error instanceof StateUnreadable) throw error.cause;
    const rejection = rejectionOf(error, unit.tainted);
    if (rejection === undefined) throw error;
    if (!refusals.some((known) => known.code === rejection.code && known.path === rejection.path)) {
      refusals.push(rejection);
    }
  };
  const execution = new BlockExecution(options);
  const { unit, facts, sender, entries } = execution.rehearse(tx);
  if (tx.body.chainId !== facts.chainId) note(new Refusal("tx.chain_id", "chainId"));
  if (facts.time >= tx.body.expiresAt) note(new Refusal("tx.expired", "expiresAt"));
  if (tx.body.expiresAt > facts.time + EXPIRY_WINDOW_MS) note(new Refusal("tx.expiry_window", "expiresAt"));
  const misformed = formRefusals(tx, registry);
  for (const refusal of misformed) note(refusal);
  try {
    const who = sender();
    for (let i = 0; i < tx.body.actions.length; i++) {
      if (tx.payloads?.[i] === undefined) continue;
      const noted: RejectionDetail[] = [];
      try {
        runAction(tx, i, who, 0, unit, facts, registry, noted);
      } catch (error) {
        note(error);
      }
      for (const { code, path, values, restricted } of noted) {
        const at = path === "" ? `actions.${i}` : `actions.${i}.${path}`;
        refusals.push({ code, path: at, values, restricted });
      }
    }
    if (refusals.length === 0) checkAttachmentsUsed(unit);
  } catch (error) {
    note(error);
  }
  const changed: Rehearsal["changed"] = [];
  let next: NextStep[] = [];
  let cost = unit.cost;
  if (refusals.length === 0) {
    try {
      const made = entries();
      cost += made.length * facts.params.costEntry;
      const written: { key: string; value: Value | undefined }[] = [];
      for (const { key } of made) {
        const write = unit.writes.get(key)!;
        changed.push({ key, fields: changedFields(write) });
        written.push({ key, value: write.value });
      }
      next = nextSteps(registry, written);
    } catch (error) {
      note(error);
    }
  }
  const outcome: Outcome = refusals[0] === undefined ? { status: "applied" } : rejectionOutcome(refusals[0]);
  return { outcome, refusals, events: refusals.length === 0 ? unit.events : [], changed, next, cost };
}

function changedFields(write: {
  before: Parameters<typeof decodedValue>[0];
  value: Value | undefined;
}): string[] {
  const before = (decodedValue(write.before) ?? {}) as { [field: string]: Value };
  const after = (write.value ?? {}) as { [field: string]: Value };
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !same(before[name], after[name])).sort();
}

function same(a: Value | undefined, b: Value | undefined): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [x, y] = [Object.entries(a), Object.entries(b)];
  return (
    x.length === y.length && x.every(([name, value]) => same(value, (b as { [field: string]: Value })[name]))
  );
}
