import { divisionScope } from "../division/codes.ts";
import type { IndexRange } from "../household/queries.ts";
import type { Service } from "./schema.ts";

/** Services of an operator by date, then household. */
export function servicesOf(operator: string): IndexRange {
  return { index: "service.operator", prefix: `${operator}/` };
}

/** Services in a division and all under it, by division, then date. */
export function servicesIn(division: string): IndexRange {
  return { index: "service.division", prefix: divisionScope(division) };
}

export function serviceRows(household: string, n: string, value: Service): string[] {
  return [
    `service.operator/${value.by}/${value.performedOn}/${household}/${n}`,
    `service.division/${value.division}/${value.performedOn}/${household}/${n}`,
  ];
}
