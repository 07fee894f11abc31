/** Levels of a 12-digit code: province, city, county, township, village. */
const LENGTHS = [2, 4, 6, 9, 12] as const;

/** The codes from `own` down to `chosen`, both included; `own` alone when `chosen` lies outside it. */
export function divisionPath(own: string, chosen: string): string[] {
  const level = LENGTHS.findIndex((length) => /^0*$/.test(own.slice(length)));
  const prefix = own.slice(0, LENGTHS[level]);
  if (level < 0 || !chosen.startsWith(prefix)) return [own];
  const path = [own];
  for (const length of LENGTHS.slice(level + 1)) {
    const code = chosen.slice(0, length).padEnd(12, "0");
    if (code !== path.at(-1)) path.push(code);
  }
  return path;
}

export function isVillage(code: string): boolean {
  return code.length === 12 && !code.endsWith("000");
}
