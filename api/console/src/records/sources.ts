import type { RouteName } from "@jingzhun/client-sdk";

/** A list route for a kind of record: what it needs besides the page, and the key of an item. */
export interface ListSource {
  readonly route: RouteName;
  /** It is the whole network's: no division is asked for. */
  readonly ofNetwork?: true;
  readonly query: (division: string) => { readonly [name: string]: string };
  readonly key: (item: { readonly [field: string]: unknown }) => string;
  /** Fields shown in the list; the record's page shows all. */
  readonly columns: readonly string[];
}

const inDivision = (division: string) => ({ division });
const text = (value: unknown) => String(value ?? "");

/** Kinds of record that a division's list can be read of. */
export const LISTS: { readonly [type: string]: ListSource } = {
  household: {
    route: "households.list",
    query: inDivision,
    key: (item) => `household/${text(item["id"])}`,
    columns: ["division", "kind", "registration", "responsible"],
  },
  service: {
    route: "services.list",
    query: inDivision,
    key: (item) => `household/${text(item["household"])}/services/${text(item["n"])}`,
    columns: ["type", "performedOn", "operator", "household"],
  },
  indicator: {
    route: "funds.indicators",
    query: inDivision,
    key: (item) => `indicator/${text(item["id"])}`,
    columns: ["year", "source", "amountFen", "document"],
  },
  payment: {
    route: "payments.list",
    query: inDivision,
    key: (item) => `household/${text(item["household"])}/payments/${text(item["n"])}`,
    columns: ["state", "purpose", "amountFen", "household"],
  },
  organisation: {
    route: "organisations.list",
    query: inDivision,
    key: (item) => `organisation/${text(item["id"])}`,
    columns: ["name", "kind", "division", "status"],
  },
  proposal: {
    route: "governance.proposals",
    ofNetwork: true,
    query: () => ({}),
    key: (item) => `governance/proposals/${text(item["proposalId"])}`,
    columns: ["state", "reason", "approvals", "proposedAt", "expiresAt"],
  },
  evidence: {
    route: "chain.evidence",
    ofNetwork: true,
    query: () => ({}),
    key: (item) => `governance/evidence/${text(item["id"])}`,
    columns: ["organisation", "type", "height", "round", "reportedAt"],
  },
  division: {
    route: "divisions.list",
    query: (division) => ({ parent: division }),
    key: (item) => `division/${text(item["code"])}`,
    columns: ["code", "name"],
  },
};

/**
 * The route that tells a record's history, with its parameters; undefined where there is none. A person's is asked for
 * as a member's of `household`.
 */
export function historyOf(
  key: string,
  household?: string,
): { route: RouteName; params: { [name: string]: string } } | undefined {
  const [kind, id = "", part, n] = key.split("/");
  if (kind === "household") {
    if (part === undefined) return { route: "households.history", params: { household: id } };
    if (part === "restricted") return { route: "households.restrictedHistory", params: { household: id } };
    if (part === "services" && n !== undefined)
      return { route: "services.history", params: { household: id, n } };
    if (part === "payments" && n !== undefined)
      return { route: "payments.history", params: { household: id, n } };
  }
  if (kind === "person" && part === "restricted" && household !== undefined)
    return { route: "households.memberHistory", params: { household, person: id } };
  return undefined;
}

/** Does a key fit a record type's pattern, `household/:household/services/:n`? */
export function fitsPattern(pattern: string, key: string): boolean {
  const wanted = pattern.split("/");
  const given = key.split("/");
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => (part.startsWith(":") ? given[i] !== "" : part === given[i]))
  );
}
