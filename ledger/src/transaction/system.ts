import { JzError } from "../errors.ts";
import type { Action, TxBody } from "./body.ts";

/**
 * System transactions (DESIGN §4): one action each, signed by a node's key in a domain of its own, so that no signature
 * made for something else passes for one.
 */
const DOMAINS = new Map<string, "system" | "activate">([
  ["governance.evidence", "system"],
  ["governance.activate", "activate"],
]);

/** The domain in which a body is signed. */
export function domainOf({ actions }: Pick<TxBody, "actions">): "tx" | "system" | "activate" {
  return DOMAINS.get(actions[0]![0]) ?? "tx";
}

/** An action of a system transaction stands alone. @throws JzError `tx.system_alone` */
export function checkSystemAlone(actions: readonly Action[]): void {
  if (actions.length === 1) return;
  const index = actions.findIndex(([type]) => DOMAINS.has(type));
  if (index >= 0) throw new JzError("tx.system_alone", `actions.${index}`, { type: actions[index]![0] });
}
