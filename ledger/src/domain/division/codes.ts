import { type DivisionLevel, NATION } from "./schema.ts";

/** Digits of a code that name the division at each level (GB/T 2260, GB/T 10114): 2, 4, 6, 9, 12. */
const DIGITS: readonly [number, DivisionLevel][] = [
  [2, "province"],
  [4, "city"],
  [6, "county"],
  [9, "township"],
  [12, "village"],
];

/** 12 digits. */
export function isDivisionCode(code: string): boolean {
  return /^[0-9]{12}$/.test(code);
}

/** The digits that everything under the division shares: 433124000000 → 433124; the nation → "". */
export function divisionScope(code: string): string {
  for (let i = DIGITS.length - 1; i >= 0; i--) {
    const digits = DIGITS[i]![0];
    const above = i === 0 ? 0 : DIGITS[i - 1]![0];
    for (let k = above; k < digits; k++) if (code.charCodeAt(k) !== 48 /* 0 */) return code.slice(0, digits);
  }
  return "";
}

/** undefined for the nation. */
export function divisionLevel(code: string): DivisionLevel | undefined {
  const digits = divisionScope(code).length;
  return DIGITS.find(([d]) => d === digits)?.[1];
}

/** True when `code` is `division` itself or lies under it. */
export function withinDivision(code: string, division: string): boolean {
  return code.startsWith(divisionScope(division));
}

/** The division itself and every one above it up to the nation, nearest first, by the digits alone. */
export function selfAndAncestors(code: string): string[] {
  const scope = divisionScope(code).length;
  const line: string[] = [];
  for (let i = DIGITS.length - 1; i >= 0; i--) {
    const digits = DIGITS[i]![0];
    if (digits > scope) continue;
    const ancestor = code.slice(0, digits).padEnd(12, "0");
    if (line.at(-1) !== ancestor) line.push(ancestor);
  }
  line.push(NATION);
  return line;
}

/** The code above; the nation's is itself. */
export function parentDivision(code: string): string {
  return selfAndAncestors(code)[1] ?? NATION;
}
