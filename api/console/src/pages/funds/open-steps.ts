import { withinDivision } from "@jingzhun/ledger";

export const ACTS = ["fund.approve", "fund.reject", "fund.pay", "fund.acknowledge"] as const;
export type Act = (typeof ACTS)[number];

/** A permission row as the API tells it. */
interface Row {
  readonly role: string;
  readonly jurisdiction: string;
  readonly states?: readonly string[];
  readonly organisationKinds?: readonly string[];
}

export interface DescribedAction {
  readonly type: string;
  readonly permission: readonly Row[];
}

/** What decides which steps somebody may take, of who is signed in. */
export interface StepReader {
  readonly kind: string;
  readonly organisation: string;
  readonly organisationKind: string;
  readonly operator?: string | undefined;
  readonly household?: string | undefined;
  readonly roles: readonly { readonly role: string; readonly division: string }[];
}

/** And of the payment. */
export interface StepPayment {
  readonly household: string;
  readonly state: string;
  readonly division: string;
  readonly needed: number;
  readonly appliedBy: string;
  readonly approvals: readonly { readonly by: string; readonly finance: boolean }[];
  readonly bank?: string | undefined;
  readonly paidBy?: string | undefined;
  readonly bankConfirmed?: object | undefined;
  readonly householdConfirmed?: object | undefined;
}

export interface OpenStep {
  readonly act: Act;
  /** The household's signature has to be brought along: done with the form of the action. */
  readonly endorsed: boolean;
}

/** How the ledger names the person behind a key. */
function actorOf(reader: StepReader): string {
  if (reader.kind === "household") return `household/${reader.household ?? ""}`;
  return reader.kind === "operator"
    ? `operator/${reader.operator ?? ""}`
    : `${reader.kind}/${reader.organisation}`;
}

function fits(row: Row, payment: StepPayment, reader: StepReader): boolean {
  const { role, jurisdiction, states, organisationKinds } = row;
  if (states !== undefined && !states.includes(payment.state)) return false;
  if (organisationKinds !== undefined && !organisationKinds.includes(reader.organisationKind)) return false;
  if (jurisdiction === "own_household")
    return reader.kind === "household" && role === "household" && reader.household === payment.household;
  const held = reader.kind === "operator" ? reader.roles.filter((each) => each.role === role) : [];
  if (jurisdiction === "organisation") return held.length > 0 && payment.bank === reader.organisation;
  return (
    jurisdiction === "division" && held.some(({ division }) => withinDivision(payment.division, division))
  );
}

/** Duties that one person can't have twice, and what was confirmed already (the ledger judges it again). */
function separated(row: Row, act: Act, payment: StepPayment, reader: StepReader): boolean {
  const me = actorOf(reader);
  const { appliedBy, approvals, needed, paidBy, bankConfirmed, householdConfirmed } = payment;
  const approved = approvals.some(({ by }) => by === me);
  switch (act) {
    case "fund.approve": {
      const last = approvals.length + 1 >= needed;
      const finance = reader.organisationKind === "finance" || approvals.some((each) => each.finance);
      return appliedBy === me || approved || (last && needed >= 2 && !finance);
    }
    case "fund.reject":
      return appliedBy === me;
    case "fund.pay":
      return appliedBy === me || approved;
    case "fund.acknowledge":
      return row.jurisdiction === "organisation"
        ? bankConfirmed !== undefined || paidBy === me
        : householdConfirmed !== undefined;
  }
}

/** The steps of a payment that the reader may take now, in the order of the process. */
export function openSteps(
  actions: readonly DescribedAction[],
  payment: StepPayment,
  reader: StepReader,
): OpenStep[] {
  return ACTS.flatMap((act) => {
    const rows = (actions.find(({ type }) => type === act)?.permission ?? []).filter(
      (row) => fits(row, payment, reader) && !separated(row, act, payment, reader),
    );
    if (rows.length === 0) return [];
    const endorsed =
      act === "fund.acknowledge" && rows.every(({ jurisdiction }) => jurisdiction === "division");
    return [{ act, endorsed }];
  });
}

/** A list of payments that wait for somebody. */
export interface WaitingList {
  readonly act: Exclude<Act, "fund.reject">;
  readonly state: "applied" | "approved" | "paid";
  /** Absent: the reader's own household. */
  readonly division?: string | undefined;
}

const WAITS = [
  { act: "fund.approve", state: "applied" },
  { act: "fund.pay", state: "approved" },
  { act: "fund.acknowledge", state: "paid" },
] as const;

/** Roles to which the node lists payments of their division. */
const LISTED: readonly string[] = [
  "township_officer",
  "county_officer",
  "finance_officer",
  "finance_approver",
  "director",
];

/** The lists in which something may wait for the reader; a division within another is in the other's. */
export function waitingLists(actions: readonly DescribedAction[], reader: StepReader): WaitingList[] {
  return WAITS.flatMap(({ act, state }): WaitingList[] => {
    const rows = (actions.find(({ type }) => type === act)?.permission ?? []).filter(
      ({ states, organisationKinds }) =>
        (states === undefined || states.includes(state)) &&
        (organisationKinds === undefined || organisationKinds.includes(reader.organisationKind)),
    );
    if (reader.kind === "household")
      return rows.some(({ role }) => role === "household") ? [{ act, state }] : [];
    const roles = rows.map(({ role }) => role).filter((role) => LISTED.includes(role));
    const divisions = [
      ...new Set(reader.roles.filter(({ role }) => roles.includes(role)).map(({ division }) => division)),
    ];
    return divisions
      .filter((one) => !divisions.some((other) => other !== one && withinDivision(one, other)))
      .map((division) => ({ act, state, division }));
  });
}

/** Does the node tell the reader of funds in this division? */
export function readsFunds(reader: StepReader, division: string): boolean {
  const listed = [...LISTED, "auditor", "statistician"];
  return reader.roles.some((held) => listed.includes(held.role) && withinDivision(division, held.division));
}
