import { describe, expect, it } from "vitest";
import type { Value } from "../bytes/codec.ts";
import { registry } from "./index.ts";
import { judgePermission, type Sender, type Subject } from "./permission.ts";
import { HUAYUAN, SHIBADONG, STAFF } from "./test-county.ts";

/**
 * Who may do what in the tests' county, written down by hand from DOMAIN §1 and the modules' READMEs, in the
 * state in which the action is possible. Everybody else may not.
 */
const MAY: { readonly [action: string]: readonly string[] } = {
  "household.register": ["clerk", "town"],
  "household.approve": ["officer", "officer2"],
  "household.reject": ["officer", "officer2", "town"],
  "household.withdraw": ["clerk", "town", "family"],
  "household.update": ["clerk", "town", "officer", "officer2"],
  "household.updateRestricted": ["clerk", "town", "officer", "officer2"],
  "household.assignResponsible": ["town", "officer", "officer2", "secretary"],
  "household.requestCorrection": ["clerk", "town", "officer", "officer2"],
  "household.confirmCorrection": ["town", "officer", "officer2"],
  // Central money of the county's division: the level of the source is the rule's matter, not the table's.
  "fund.issue": ["finance", "officer", "prefecture", "central"],
  // Held by the county's finance office.
  "fund.allocate": ["finance"],
  "fund.apply": ["clerk", "town", "officer", "officer2"],
  "fund.approve": ["officer", "officer2", "approver", "approver2"],
  "fund.reject": ["officer", "officer2", "approver", "approver2", "finance", "central", "prefecture"],
  "fund.pay": ["finance", "central", "prefecture"],
  "fund.acknowledge": ["teller", "family", "cadre", "cadre2", "clerk", "secretary", "town"],
  "service.record": ["cadre", "cadre2", "secretary", "clerk", "town"],
  "service.acknowledge": ["family", "cadre", "cadre2", "secretary", "clerk", "town"],
  "service.edit": ["cadre", "cadre2", "secretary", "clerk", "town"],
};
const STATE: { readonly [action: string]: string } = {
  "household.approve": "applied",
  "household.reject": "applied",
  "household.withdraw": "applied",
  "fund.approve": "applied",
  "fund.reject": "applied",
  "fund.pay": "approved",
  "fund.acknowledge": "paid",
};
const HOUSEHOLD = "H0000000000000000T";
const KINDS: { readonly [organisation: string]: string } = {
  village: "village",
  town: "township",
  centre: "finance",
  prefecture: "finance",
  jishou: "poverty",
};

const senders: [string, Sender][] = STAFF.map(([word, organisation, role, division]) => [
  word,
  {
    keyId: "",
    kind: "operator",
    organisation,
    organisationKind: KINDS[organisation] ?? organisation,
    organisationDivision: division,
    operator: word,
    roles: [{ role, division }],
    actor: `operator/${word}`,
  },
]);
const family = (household: string): Sender => ({
  keyId: "",
  kind: "household",
  organisation: "town",
  organisationKind: "township",
  organisationDivision: "433124110000",
  household,
  roles: [],
  actor: `household/${household}`,
});
senders.push(["family", family(HOUSEHOLD)], ["neighbours", family("H1")]);
senders.push([
  "admin",
  {
    keyId: "",
    kind: "admin",
    organisation: "poverty",
    organisationKind: "poverty",
    organisationDivision: HUAYUAN,
    roles: [],
    actor: "admin/poverty",
  },
]);

const subjectOf = (action: string): Subject => ({
  division: action === "fund.issue" || action === "fund.allocate" ? HUAYUAN : SHIBADONG,
  state: STATE[action] ?? "registered",
  household: HOUSEHOLD,
  organisation: action === "fund.allocate" ? "finance" : action === "fund.acknowledge" ? "bank" : undefined,
});

const actions = registry.modules
  .filter((module) => ["household", "fund", "service"].includes(module.name))
  .flatMap((module) => module.actions);

describe("permissions", () => {
  it("are written down for every action", () => {
    expect(actions.map((action) => action.type).sort()).toEqual(Object.keys(MAY).sort());
  });

  it.each(actions.map((action) => [action.type, action] as const))("of %s", (type, action) => {
    const may = senders
      .filter(([, sender]) => judgePermission(action.permission, sender, subjectOf(type)) === undefined)
      .map(([word]) => word);
    expect(may.sort()).toEqual([...MAY[type]!].sort());
  });

  it.each(actions.map((action) => [action.type, action] as const))(
    "of %s end at the border of the division, and in a wrong state",
    (type, action) => {
      const near = subjectOf(type);
      const far: Subject = { ...near, division: "433101001001", organisation: "elsewhere", household: "H2" };
      const reach = senders
        .filter(([, sender]) => judgePermission(action.permission, sender, far) === undefined)
        .map(([word]) => word);
      // Only those whose office covers both counties, and the clerk of that one.
      for (const word of reach) expect(["central", "prefecture", "clerk-jishou"]).toContain(word);
      if (STATE[type] === undefined) return;
      for (const [word, sender] of senders) {
        const gone = { ...near, state: "rejected" };
        expect(judgePermission(action.permission, sender, gone), word).toBeDefined();
      }
    },
  );

  it("are plain data, for the console to show", () => {
    for (const action of actions) {
      expect(JSON.parse(JSON.stringify(action.permission)) as Value).toEqual(action.permission);
    }
  });
});
