import type { Value } from "../bytes/codec.ts";
import type { AnyActionDef } from "../domain/module.ts";
import { payloadProblem } from "../domain/payload-problem.ts";
import { judgePermission, type Sender } from "../domain/permission.ts";
import { Refusal } from "../domain/refusal.ts";
import type { Registry } from "../domain/registry.ts";
import type { ExecutableTx } from "./executable.ts";
import { freeze } from "./frozen.ts";
import type { Unit } from "./overlay.ts";
import { ActionRefusal } from "./rejection.ts";
import { type BlockFacts, RuleContext } from "./rule-context.ts";
import type { RejectionDetail } from "./state.ts";

/** Runs all actions of a transaction in its unit. Throws the first refusal, or what an action threw. */
export function runActions(
  tx: ExecutableTx,
  sender: Sender,
  txIndex: number,
  unit: Unit,
  facts: BlockFacts,
  registry: Registry,
): void {
  for (let i = 0; i < tx.body.actions.length; i++) runAction(tx, i, sender, txIndex, unit, facts, registry);
  checkAttachmentsUsed(unit);
}

/**
 * Runs one action. `noted`: for a dry run, refusals of checks that don't end the action, that of permission
 * among them, are put there.
 */
export function runAction(
  tx: ExecutableTx,
  actionIndex: number,
  sender: Sender,
  txIndex: number,
  unit: Unit,
  facts: BlockFacts,
  registry: Registry,
  noted?: RejectionDetail[],
): void {
  const def = actionDef(tx, actionIndex, registry);
  const payload = payloadOf(tx, actionIndex, def);
  const costMax = facts.params.blockCost;
  const action = { txId: tx.id, txIndex, actionIndex, sender };
  const ctx = new RuleContext(facts, unit, { costMax, action, noted });
  try {
    ctx.spend(ctx.param(`cost.${def.type}`, def.cost));
    const subject = def.subject(ctx, payload);
    ctx.household = subject.household;
    const failure = judgePermission(def.permission, sender, subject);
    if (failure !== undefined) {
      const values: { [key: string]: Value } = {
        roles: [...new Set(def.permission.map((row) => row.role))].join(", "),
      };
      if (subject.state !== undefined) values.state = subject.state;
      ctx.check(false, failure, "", values);
    }
    def.apply(ctx, payload);
  } catch (error) {
    throw error instanceof Refusal ? new ActionRefusal(error, actionIndex, ctx.tainted) : error;
  } finally {
    if (ctx.tainted) unit.tainted = true;
  }
}

function actionDef(tx: ExecutableTx, actionIndex: number, registry: Registry): AnyActionDef {
  const type = tx.body.actions[actionIndex]![0];
  const def = registry.action(type);
  if (def === undefined) throw new Refusal("action.unknown", `actions.${actionIndex}.type`, { type });
  return def;
}

/** The payload in the form of its schema, frozen; parsed once in the transaction's life. */
function payloadOf(tx: ExecutableTx, actionIndex: number, def: AnyActionDef): unknown {
  const known = tx.payloads?.[actionIndex];
  if (known !== undefined) return known;
  const parsed = def.payload.safeParse(tx.body.actions[actionIndex]![1]);
  if (!parsed.success) throw payloadRefusals(parsed.error.issues, actionIndex)[0]!;
  tx.payloads ??= [];
  return (tx.payloads[actionIndex] = freeze(parsed.data));
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

function payloadRefusals(issues: readonly Issue[], actionIndex: number): Refusal[] {
  return issues.map((issue) => {
    const path = [`actions.${actionIndex}`, ...issue.path.map(String), ...(issue.keys ?? []).slice(0, 1)];
    const { zh, en } = payloadProblem(issue.message);
    return new Refusal("payload.invalid", path.join("."), { problem: en, problemZh: zh });
  });
}

/**
 * What can be refused of a transaction without any state: unknown actions and payloads that don't fit.
 * Admission calls it before gossip; execution finds the same ones again at no cost.
 */
export function formRefusals(tx: ExecutableTx, registry: Registry): Refusal[] {
  const refusals: Refusal[] = [];
  tx.body.actions.forEach(([type, payload], i) => {
    const def = registry.action(type);
    if (def === undefined) {
      refusals.push(new Refusal("action.unknown", `actions.${i}.type`, { type }));
      return;
    }
    const parsed = def.payload.safeParse(payload);
    if (parsed.success) {
      tx.payloads ??= [];
      tx.payloads[i] = freeze(parsed.data);
    } else refusals.push(...payloadRefusals(parsed.error.issues as Issue[], i));
  });
  return refusals;
}

/** Throws Refusal `attachment.unused` for a restricted attachment that no action bound to a subject. */
export function checkAttachmentsUsed(unit: Unit): void {
  for (const id of unit.attachments.keys()) {
    if (!unit.bound.has(id)) throw new Refusal("attachment.unused", "", { id });
  }
}
