import type { Value } from "../bytes/codec.ts";
import type { PermissionRow } from "./permission.ts";
import type { Registry } from "./registry.ts";

/** An action that can come next on an object, and who may do it (DESIGN §11). */
export interface NextStep {
  readonly action: string;
  readonly title: { readonly zh: string; readonly en: string };
  /** Who may do it, of the action's permission rows those that hold in this state. */
  readonly roles: {
    readonly role: PermissionRow["role"];
    readonly jurisdiction: PermissionRow["jurisdiction"];
    readonly organisationKinds?: readonly string[];
  }[];
}

/**
 * What can be done next with records in their new values: the steps that their state tables know from there, with
 * the permission rows that name that state. Each action once, in the tables' order.
 */
export function nextSteps(
  registry: Registry,
  written: Iterable<{ readonly key: string; readonly value: Value | undefined }>,
): NextStep[] {
  const found = new Map<string, NextStep>();
  for (const { key, value } of written) {
    const steps = registry.recordType(key)?.type.steps;
    if (steps === undefined || value === undefined) continue;
    const state = steps.state(value);
    for (const { action: type, from } of steps.table.transitions) {
      const action = registry.action(type);
      if (action === undefined || !from.includes(state)) continue;
      const roles = found.get(type)?.roles ?? [];
      for (const { role, jurisdiction, organisationKinds, states } of action.permission) {
        if (states !== undefined && !states.includes(state)) continue;
        const row = { role, jurisdiction, ...(organisationKinds === undefined ? {} : { organisationKinds }) };
        const text = JSON.stringify(row);
        if (!roles.some((known) => JSON.stringify(known) === text)) roles.push(row);
      }
      if (roles.length > 0) found.set(type, { action: type, title: action.title, roles });
    }
  }
  return [...found.values()];
}
