/** Digits of a code by level: province, city, county, township, village. */
const LENGTHS = [2, 4, 6, 9, 12] as const;

export function isDivisionPrefix(code: string): boolean {
  return /^\d+$/.test(code) && LENGTHS.some((length) => length === code.length);
}

/** A code and those of the divisions above it, the widest first; empty when it is none. */
export function levelsOf(code: string): string[] {
  if (!isDivisionPrefix(code)) return [];
  return LENGTHS.filter((length) => length <= code.length).map((length) => code.slice(0, length));
}
