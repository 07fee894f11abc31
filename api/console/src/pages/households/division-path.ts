import { divisionLevel, isDivisionCode, selfAndAncestors } from "@jingzhun/ledger";

/** The codes from `own` down to `chosen`, both included; `own` alone when `chosen` lies outside it. */
export function divisionPath(own: string, chosen: string): string[] {
  if (!isDivisionCode(chosen)) return [own];
  const line = selfAndAncestors(chosen);
  const at = line.indexOf(own);
  return at < 0 ? [own] : line.slice(0, at + 1).reverse();
}

export function isVillage(code: string): boolean {
  return isDivisionCode(code) && divisionLevel(code) === "village";
}
