import { describe, expect, it } from "vitest";
import { access } from "./access/index.ts";
import { ROLE_GIVERS } from "./access/role-givers.ts";
import { ORGANISATION_KINDS } from "./access/schema.ts";
import { registry } from "./index.ts";
import { judgePermission, type PermissionRow, ROLES, type Sender, type Subject } from "./permission.ts";

const COUNTY = "433124000000";
const KINDS = ["poverty", "finance", "township", "village", "audit"] as const;
const ACTORS = [
  ...ROLES.filter((role) => role !== "household"),
  "household",
  "admin_key",
  "consensus_key",
] as const;

/** A sender in one role, of the organisation `own` in the county. */
function senderOf(role: PermissionRow["role"], organisationKind: string): Sender {
  const kind =
    role === "admin_key"
      ? "admin"
      : role === "consensus_key"
        ? "consensus"
        : role === "household"
          ? role
          : "operator";
  return {
    keyId: "00".repeat(32),
    kind,
    organisation: "own",
    organisationKind,
    organisationDivision: COUNTY,
    roles: kind === "operator" ? [{ role: role as (typeof ROLES)[number], division: COUNTY }] : [],
    actor: `${kind}/x`,
    ...(kind === "household" ? { household: "mine" } : {}),
  };
}

/** Each jurisdiction with a subject inside it and one outside. */
const PLACES: { readonly [name: string]: Subject } = {
  "in division": { division: "433124110226" },
  "outside division": { division: "433101000000" },
  "own organisation": { organisation: "own" },
  "other organisation": { organisation: "other" },
  "hosted organisation": { organisation: "other", host: "own" },
  "own household": { household: "mine" },
  "other household": { household: "theirs" },
  nowhere: {},
};
const COVERED: { readonly [j in PermissionRow["jurisdiction"]]: (place: string) => boolean } = {
  none: () => true,
  division: (place) => place === "in division",
  organisation: (place) => place === "own organisation",
  hosted: (place) => place === "hosted organisation",
  own_household: (place) => place === "own household",
};

describe("every action × role × kind of organisation × jurisdiction × state", () => {
  for (const { type, permission } of registry.modules.flatMap((module) => module.actions)) {
    it(`${type} is permitted by its rows and by nothing else`, () => {
      const states = [
        ...new Set(permission.flatMap((row) => row.states ?? [])),
        "some other state",
        undefined,
      ];
      for (const role of ACTORS) {
        for (const kind of KINDS) {
          const sender = senderOf(role, kind);
          for (const [place, subject] of Object.entries(PLACES)) {
            for (const state of states) {
              const expected = permission.some(
                (row) =>
                  row.role === role &&
                  (row.organisationKinds?.includes(kind) ?? true) &&
                  COVERED[row.jurisdiction](place) &&
                  (row.states === undefined || (state !== undefined && row.states.includes(state))),
              );
              const failure = judgePermission(
                permission,
                sender,
                state === undefined ? subject : { ...subject, state },
              );
              expect([role, kind, place, state, failure === undefined]).toEqual([
                role,
                kind,
                place,
                state,
                expected,
              ]);
              if (!permission.some((row) => row.role === role)) expect(failure).toBe("permission.role");
            }
          }
        }
      }
    });
  }
});

describe("the tables", () => {
  it("of access let neither a consensus key nor a household act", () => {
    for (const action of access.actions) {
      for (const row of action.permission) expect(["household", "consensus_key"]).not.toContain(row.role);
    }
  });

  it("of givers match DOMAIN §1", () => {
    expect(ROLE_GIVERS).toEqual({
      village_clerk: ["village", "township"],
      township_officer: ["township"],
      county_officer: ["poverty", "civil"],
      finance_officer: ["finance"],
      finance_approver: ["finance"],
      auditor: ["audit", "discipline"],
      statistician: ["statistics", "poverty"],
      village_secretary: ["poverty"],
      cadre: ORGANISATION_KINDS,
      director: ORGANISATION_KINDS,
      org_admin: [],
      household: [],
    });
  });
});
