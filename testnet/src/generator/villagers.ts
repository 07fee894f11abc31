import { hex, suite } from "@jingzhun/ledger";
import { type DemoOperator, keySeed, townshipOfficerOf } from "../network/operators.ts";
import { townshipOrganisation } from "../network/organisations.ts";
import type { Step } from "./actors.ts";
import { householdIdOf } from "./files.ts";
import type { PlannedPayment } from "./funds.ts";
import type { InventedHousehold } from "./people.ts";

/** An invented villager with a key of the household's own: it reads its file and confirms what it received. */
export interface Villager extends DemoOperator {
  readonly household: string;
}

const townshipOf = (village: string) => `${village.slice(0, 9)}000`;

/** One household of each village: one that has something to confirm at the end, if there is one. */
export function villagersOf(
  seed: string,
  people: ReadonlyMap<string, readonly InventedHousehold[]>,
  payments: ReadonlyMap<string, readonly PlannedPayment[]>,
  nameOf: (village: string) => string,
): Villager[] {
  return [...people].flatMap(([village, households]) => {
    const waiting = payments.get(village)?.find(({ reached }) => reached === "paid")?.household;
    const household = waiting ?? households.find(({ turnedDown }) => !turnedDown);
    if (household === undefined) return [];
    const id = `villager-${village}`;
    return {
      id,
      role: "household",
      organisation: townshipOrganisation(townshipOf(village)),
      division: village,
      name: `${nameOf(village)}村民（演示）`,
      key: hex(keySeed(seed, `villager/${village}`)),
      household: householdIdOf(household),
    };
  });
}

/** The township's officer registers their keys (DOMAIN §1). */
export function villagerSteps(
  villagers: readonly Villager[],
  operator: (id: string) => DemoOperator,
): Step[] {
  return villagers.map(({ id, division, key, household }) => ({
    step: `villagers/${id}`,
    key: operator(townshipOfficerOf(townshipOf(division))).key,
    actions: [
      ["access.registerHouseholdKey", { household, publicKey: suite.publicKey(Buffer.from(key, "hex")) }],
    ],
  }));
}
