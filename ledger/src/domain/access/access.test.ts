import { describe, expect, it } from "vitest";
import { hex } from "../../bytes/text.ts";
import { decodedValue } from "../../execute/frozen.ts";
import { GENESIS_TIME, keyIdOf, publicKeyOf, TestChain, testGenesis } from "../../execute/test-chain.ts";
import type { Action } from "../../transaction/index.ts";
import { addDays, civilDateOf } from "../civil-date.ts";
import { division } from "../division/index.ts";
import { newId } from "../ids.ts";
import { createRegistry } from "../registry.ts";
import { statistics } from "../statistics/index.ts";
import { access } from "./index.ts";
import { sampleHouseholds } from "./test-households.ts";

const registry = createRegistry([access, division, statistics, sampleHouseholds]);
const COUNTY = "433124000000";
const TOWN = "433124110000";
const VILLAGE = "433124110226";
const HOUSEHOLD = newId("H", new Uint8Array(10));
const TODAY = civilDateOf(GENESIS_TIME);
const applied = { status: "applied" };
const refused = (code: string, path: string) => ({
  status: "rejected",
  code,
  path: `actions.0${path && "."}${path}`,
});

const registerAdmin = (operator: string, organisation: string): Action => [
  "access.registerAdmin",
  { operator, organisation, publicKey: publicKeyOf(operator) },
];
const registerOperator = (
  operator: string,
  roles: { role: string; division: string; until?: string }[] = [],
): Action => ["access.registerOperator", { operator, publicKey: publicKeyOf(operator), roles }];
const grant = (operator: string, role: string, place: string, until?: string): Action => [
  "access.grantRole",
  { operator, role, division: place, ...(until === undefined ? {} : { until }) },
];

/** Each organisation with its org_admin `boss-<organisation>`, and an operator of each kind that matters here. */
function staffed(): TestChain {
  const c = new TestChain(registry, testGenesis(registry));
  for (const id of ["poverty", "finance", "audit", "education"])
    c.act(`admin ${id}`, registerAdmin(`boss-${id}`, id));
  for (const id of ["town", "village"]) c.act("admin poverty", registerAdmin(`boss-${id}`, id));
  c.act("boss-town", registerOperator("officer", [{ role: "township_officer", division: TOWN }]));
  c.act("boss-village", registerOperator("clerk", [{ role: "village_clerk", division: VILLAGE }]));
  c.act("boss-education", registerOperator("teacher"));
  return c;
}
const operator = (c: TestChain, id: string) =>
  decodedValue(c.state.get(`operator/${id}`)) as { roles: unknown[]; status: string };
const probe: Action = ["household_test.touch", { household: HOUSEHOLD }];

describe("first steps", () => {
  it("an admin key registers the org_admin, who registers the others", () => {
    const c = staffed();
    expect(operator(c, "boss-poverty")).toEqual({
      organisation: "poverty",
      status: "active",
      roles: [{ role: "org_admin", division: COUNTY, by: "poverty" }],
      keyId: keyIdOf("boss-poverty"),
    });
    expect(operator(c, "officer").roles).toEqual([{ role: "township_officer", division: TOWN, by: "town" }]);
  });

  it("an admin key registers for its own and hosted organisations only", () => {
    const c = staffed();
    expect(c.act("admin poverty", registerAdmin("other", "finance")).outcome).toEqual(
      refused("permission.jurisdiction", ""),
    );
    expect(c.act("admin poverty", registerOperator("other")).outcome).toEqual(refused("permission.role", ""));
    expect(c.act("boss-poverty", registerAdmin("other", "poverty")).outcome).toEqual(
      refused("permission.role", ""),
    );
  });

  it("a host registers organisations within its division, of the kinds that are hosted", () => {
    const c = staffed();
    const register = (organisation: string, kind: string, place: string): Action => [
      "access.registerOrganisation",
      {
        organisation,
        name: "双龙村民委员会",
        kind,
        division: place,
        adminKeys: [publicKeyOf(`admin ${organisation}`)],
      },
    ];
    expect(c.act("admin poverty", register("village-2", "village", "433124110227")).outcome).toEqual(applied);
    expect(c.act("admin village-2", registerAdmin("boss-2", "village-2")).outcome).toEqual(applied);
    expect(c.act("admin poverty", register("jishou", "village", "433101000000")).outcome).toEqual(
      refused("permission.jurisdiction", ""),
    );
    expect(c.act("admin poverty", register("bureau", "health", COUNTY)).outcome).toEqual(
      refused("payload.invalid", "kind"),
    );
    expect(c.act("admin poverty", register("village-2", "village", "433124110227")).outcome).toEqual(
      refused("organisation.exists", "organisation"),
    );
    expect(c.act("admin poverty", register("village-3", "village", "433124110999")).outcome).toEqual(
      refused("division.unknown", "division"),
    );
  });

  it("registers each key once, and each operator", () => {
    const c = staffed();
    const again: Action = ["access.registerOperator", { operator: "fresh", publicKey: publicKeyOf("clerk") }];
    expect(c.act("boss-town", again).outcome).toEqual(refused("key.in_use", "publicKey"));
    const stolen: Action = [
      "access.registerOperator",
      { operator: "fresh", publicKey: publicKeyOf("consensus audit") },
    ];
    expect(c.act("boss-town", stolen).outcome).toEqual(refused("key.in_use", "publicKey"));
    const twice: Action = ["access.registerOperator", { operator: "clerk", publicKey: publicKeyOf("fresh") }];
    expect(c.act("boss-town", twice).outcome).toEqual(refused("operator.exists", "operator"));
  });
});

describe("roles", () => {
  it("go to operators of one's own and of subordinate organisations, within one's division", () => {
    const c = staffed();
    expect(
      c.act("boss-poverty", grant("teacher", "village_secretary", VILLAGE, "2021-12-31")).outcome,
    ).toEqual(applied);
    expect(operator(c, "teacher").roles).toEqual([
      { role: "village_secretary", division: VILLAGE, until: "2021-12-31", by: "poverty" },
    ]);
    expect(c.act("boss-town", grant("teacher", "township_officer", TOWN)).outcome).toEqual(
      refused("operator.other_organisation", "operator"),
    );
    expect(c.act("boss-town", grant("officer", "township_officer", COUNTY)).outcome).toEqual(
      refused("permission.jurisdiction", ""),
    );
    expect(c.act("boss-poverty", grant("teacher", "cadre", "433101000000")).outcome).toEqual(
      refused("permission.jurisdiction", ""),
    );
    expect(c.act("boss-poverty", grant("teacher", "cadre", "433124110999")).outcome).toEqual(
      refused("division.unknown", "division"),
    );
  });

  it("end after their last day", () => {
    const c = staffed();
    c.act("boss-town", [
      "access.revokeRole",
      { operator: "officer", role: "township_officer", division: TOWN, reason: "换届" },
    ]);
    expect(
      c.act("boss-town", grant("officer", "township_officer", TOWN, addDays(TODAY, -1))).outcome,
    ).toEqual(refused("role.until_past", "until"));
    expect(c.act("boss-town", grant("officer", "township_officer", TOWN, addDays(TODAY, 1))).outcome).toEqual(
      applied,
    );
    c.time = GENESIS_TIME + 86_400_000;
    expect(c.act("officer", probe).outcome).toEqual(applied);
    c.time += 86_400_000;
    expect(c.act("officer", probe).outcome).toEqual(refused("permission.role", ""));
  });

  it("are delegated to a colleague within term and division, not further", () => {
    const c = staffed();
    c.act("boss-town", registerOperator("deputy"));
    const delegate = (to: string, place: string, until: string): Action => [
      "access.delegateRole",
      { operator: to, role: "township_officer", division: place, until },
    ];
    expect(c.act("officer", delegate("deputy", COUNTY, "2020-02-01")).outcome).toEqual(
      refused("role.delegation", "role"),
    );
    expect(c.act("officer", delegate("teacher", TOWN, "2020-02-01")).outcome).toEqual(
      refused("permission.jurisdiction", ""),
    );
    expect(c.act("officer", delegate("deputy", TOWN, "2020-02-01")).outcome).toEqual(applied);
    expect(c.act("deputy", probe).outcome).toEqual(applied);
    expect(c.act("deputy", delegate("boss-town", TOWN, "2020-02-01")).outcome).toEqual(
      refused("role.delegation", "role"),
    );
  });

  it("are taken back by who gave them, the operator's own administrator, or an admin key", () => {
    const revoke: Action = [
      "access.revokeRole",
      { operator: "teacher", role: "village_secretary", division: VILLAGE, reason: "任期已满" },
    ];
    for (const who of ["boss-poverty", "boss-education", "admin education"]) {
      const c = staffed();
      c.act("boss-poverty", grant("teacher", "village_secretary", VILLAGE));
      expect(c.act(who, revoke).outcome).toEqual(applied);
      expect(operator(c, "teacher").roles).toEqual([]);
      expect(c.act(who, revoke).outcome).toEqual(refused("role.not_held", "role"));
    }
    const c = staffed();
    c.act("boss-poverty", grant("teacher", "village_secretary", VILLAGE));
    expect(c.act("boss-audit", revoke).outcome).toEqual(refused("permission.jurisdiction", "role"));
    expect(c.act("boss-town", revoke).outcome).toEqual(refused("permission.jurisdiction", "role"));
    expect(c.act("admin poverty", revoke).outcome).toEqual(refused("permission.jurisdiction", ""));
  });
});

describe("keys", () => {
  const rotate = (word: string): Action => ["access.rotateOwnKey", { publicKey: publicKeyOf(word) }];
  const setKey = (word: string, status: string): Action => [
    "access.setKeyStatus",
    { key: hex(keyIdOf(word)), status, reason: "遗失" },
  ];

  it("rotate: the old one signs no more, in the same block neither", () => {
    const c = staffed();
    const result = c.block(c.tx("officer", [rotate("officer 2")]), c.tx("officer", [probe]));
    expect(result.outcomes).toEqual([applied, { status: "rejected", code: "key.revoked", path: "" }]);
    expect(c.act("officer 2", probe).outcome).toEqual(applied);
  });

  it("are suspended, restored and revoked for good", () => {
    const c = staffed();
    const outcome = () => c.act("officer", probe).outcome;
    expect(c.act("boss-village", setKey("officer", "suspended")).outcome).toEqual(
      refused("permission.jurisdiction", ""),
    );
    expect(c.act("boss-town", setKey("officer", "suspended")).outcome).toEqual(applied);
    expect(outcome()).toEqual({ status: "rejected", code: "key.suspended", path: "" });
    c.act("boss-town", setKey("officer", "active"));
    expect(outcome()).toEqual(applied);
    c.act("boss-town", setKey("officer", "revoked"));
    expect(outcome()).toEqual({ status: "rejected", code: "key.revoked", path: "" });
    expect(c.act("boss-town", setKey("officer", "active")).outcome).toEqual(refused("key.final", "status"));
    const replace: Action = [
      "access.replaceKey",
      { operator: "officer", publicKey: publicKeyOf("officer 3"), reason: "遗失" },
    ];
    expect(c.act("boss-town", replace).outcome).toEqual(applied);
    expect(c.act("officer 3", probe).outcome).toEqual(applied);
  });

  it("expire", () => {
    const c = staffed();
    const expiresAt = c.time + 10_000;
    c.act("officer", ["access.rotateOwnKey", { publicKey: publicKeyOf("officer 2"), expiresAt }]);
    expect(c.act("officer 2", probe).outcome).toEqual(applied);
    c.time = expiresAt;
    expect(c.act("officer 2", probe).outcome).toEqual({ status: "rejected", code: "key.expired", path: "" });
  });

  it("of admins change at the host's word, the last active one excepted, and else by governance only", () => {
    const c = staffed();
    expect(c.act("admin finance", setKey("admin finance", "revoked")).outcome).toEqual(
      refused("permission.state", ""),
    );
    expect(c.act("admin poverty", setKey("admin town", "revoked")).outcome).toEqual(
      refused("key.last_admin", "status"),
    );
    const add: Action = [
      "access.addAdminKey",
      { organisation: "town", publicKey: publicKeyOf("admin town 2") },
    ];
    expect(c.act("admin poverty", add).outcome).toEqual(applied);
    expect(c.act("admin poverty", setKey("admin town", "revoked")).outcome).toEqual(applied);
    expect(c.act("admin town 2", registerAdmin("boss-town-2", "town")).outcome).toEqual(applied);
  });

  it("of the network sign nothing", () => {
    const c = staffed();
    expect(c.act("network audit", probe).outcome).toEqual({ status: "rejected", code: "key.kind", path: "" });
  });
});

describe("suspension", () => {
  it("of an operator or an organisation stops all its keys, and ends with restoring", () => {
    const c = staffed();
    const inactive = (code: string) => ({ status: "rejected", code, path: "" });
    const set = (status: string): Action => [
      "access.setOperatorStatus",
      { operator: "officer", status, reason: "停职" },
    ];
    c.act("boss-town", set("suspended"));
    expect(c.act("officer", probe).outcome).toEqual(inactive("operator.inactive"));
    c.act("boss-town", set("active"));
    expect(c.act("officer", probe).outcome).toEqual(applied);
    const close = (status: string): Action => [
      "access.setOrganisationStatus",
      { organisation: "town", status, reason: "撤并" },
    ];
    expect(c.act("admin finance", close("suspended")).outcome).toEqual(
      refused("permission.jurisdiction", ""),
    );
    c.act("admin poverty", close("suspended"));
    expect(c.act("officer", probe).outcome).toEqual(inactive("organisation.inactive"));
    expect(c.act("admin town", registerAdmin("x-x", "town")).outcome).toEqual(
      inactive("organisation.inactive"),
    );
    c.act("admin poverty", close("active"));
    expect(c.act("officer", probe).outcome).toEqual(applied);
    c.act("boss-town", set("ended"));
    expect(c.act("boss-town", set("active")).outcome).toEqual(refused("operator.ended", "operator"));
    expect(c.act("officer", probe).outcome).toEqual(inactive("key.revoked"));
  });
});

describe("a household's key", () => {
  const register: Action = [
    "access.registerHouseholdKey",
    { household: HOUSEHOLD, publicKey: publicKeyOf("household") },
  ];
  const file = (changes: object = {}): Action => [
    "household_test.open",
    { household: HOUSEHOLD, division: VILLAGE, responsible: ["teacher"], ...changes },
  ];

  it("is registered by a township officer and acts for its own file", () => {
    const c = staffed();
    c.act("clerk", file());
    expect(c.act("clerk", register).outcome).toEqual(refused("permission.role", ""));
    expect(c.act("officer", register).outcome).toEqual(applied);
    expect(c.act("household", probe).outcome).toEqual(applied);
    const other: Action = ["household_test.touch", { household: newId("H", new Uint8Array(10).fill(1)) }];
    expect(c.act("household", other).outcome).toEqual(refused("permission.jurisdiction", ""));
    c.act("officer", [
      "access.setKeyStatus",
      { key: hex(keyIdOf("household")), status: "revoked", reason: "遗失" },
    ]);
    expect(c.act("household", probe).outcome).toEqual({ status: "rejected", code: "key.revoked", path: "" });
  });

  it("never by the household's own cadre or clerk", () => {
    const c = staffed();
    c.act("clerk", file({ responsible: ["officer"] }));
    expect(c.act("officer", register).outcome).toEqual(refused("household_key.staff", "household"));
    const d = staffed();
    d.act("boss-town", grant("officer", "village_clerk", VILLAGE));
    d.act("officer", file());
    expect(d.act("officer", register).outcome).toEqual(refused("household_key.staff", "household"));
  });

  it("needs a file", () => {
    const c = staffed();
    expect(c.act("officer", register).outcome).toEqual(refused("household.not_found", "household"));
  });
});
