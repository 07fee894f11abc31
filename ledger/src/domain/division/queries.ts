import type { ReadContext } from "../context.ts";
import { withinDivision } from "./codes.ts";
import { type Division, type DivisionLevel, divisionRecord, NATION } from "./schema.ts";

/** Refuses `division.unknown`, or `division.level` where one level is wanted. */
export function requireDivision(
  ctx: ReadContext,
  division: string,
  path: string,
  level?: DivisionLevel,
): Division {
  const value = ctx.get(divisionRecord, { division });
  if (value === undefined || (value.to !== undefined && value.to < ctx.date)) {
    return ctx.refuse("division.unknown", path, { division });
  }
  if (level !== undefined && value.level !== level) ctx.refuse("division.level", path, { level });
  return value;
}

/** Refuses `division.outside` unless `division` is `within` or lies under it. */
export function requireWithin(ctx: ReadContext, division: string, within: string, path: string): void {
  ctx.check(withinDivision(division, within), "division.outside", path, { division, within });
}

/** True for the nation, which has no record, and every division that has one. */
export function divisionExists(ctx: ReadContext, division: string): boolean {
  return division === NATION || ctx.get(divisionRecord, { division }) !== undefined;
}
