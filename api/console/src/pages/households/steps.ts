interface Row {
  readonly role: string;
  readonly jurisdiction: string;
  /** States of the file in which the row holds; absent: all. */
  readonly states?: readonly string[];
}

/** What begins at a household though its state isn't the household's. */
const BEGUN_HERE: readonly string[] = ["fund.apply", "service.record"];

export function fitting<R extends Row>(rows: readonly R[], state: string): R[] {
  return rows.filter(({ states }) => states === undefined || states.includes(state));
}

/** The actions that somebody may take on a file in this state. A correction is decided on from its own record. */
export function nextSteps<A extends { readonly type: string; readonly permission: readonly Row[] }>(
  actions: readonly A[],
  state: string,
): A[] {
  return actions.filter(
    ({ type, permission }) =>
      (BEGUN_HERE.includes(type) ||
        (type.startsWith("household.") &&
          type !== "household.register" &&
          type !== "household.confirmCorrection")) &&
      fitting(permission, state).length > 0,
  );
}

/** Where a file is once its registration is through; what may be done there is daily work, no decision. */
const SETTLED = "registered";

/** Those of the next steps that take the file on: they are open in this state and not in a registered file. */
export function decisions<A extends { readonly type: string; readonly permission: readonly Row[] }>(
  actions: readonly A[],
  state: string,
): A[] {
  if (state === SETTLED) return [];
  return nextSteps(actions, state).filter(({ permission }) => fitting(permission, SETTLED).length === 0);
}
