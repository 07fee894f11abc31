import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A division of the National Bureau of Statistics list (testnet/data/README.md names the source). */
export interface DivisionRow {
  /** 12 digits. */
  code: string;
  parent: string;
  level: "province" | "city" | "county" | "township" | "village";
  name: string;
}

const DATA = join(import.meta.dirname, "../data");
const LEVELS = new Set(["province", "city", "county", "township", "village"]);

function read(file: string): DivisionRow[] {
  const rows: DivisionRow[] = [];
  const lines = readFileSync(join(DATA, file), "utf8").trimEnd().split("\n");
  for (const [at, line] of lines.entries()) {
    if (at === 0) continue;
    const [code, parent, level, name] = line.split(",");
    if (!/^\d{12}$/.test(code ?? "") || !/^\d{12}$/.test(parent ?? "") || !LEVELS.has(level ?? "") || !name) {
      throw new Error(`${file}, line ${at + 1}: not a division: ${line}`);
    }
    // 东莞, 中山 and 儋州 have no counties; the source repeats each as a county under itself.
    if (code === parent) continue;
    rows.push({ code: code!, parent: parent!, level: level as DivisionRow["level"], name });
  }
  return rows;
}

let cache: readonly DivisionRow[] | undefined;

/** Every province, city and county of the country and every township and village of Xiangxi prefecture, by code. */
export function loadDivisions(): readonly DivisionRow[] {
  cache ??= [...read("divisions-national.csv"), ...read("divisions-433100.csv")].sort((a, b) =>
    a.code < b.code ? -1 : a.code > b.code ? 1 : 0,
  );
  return cache;
}

export function divisionName(code: string): string {
  const row = loadDivisions().find((division) => division.code === code);
  if (row === undefined) throw new Error(`no division ${code} in testnet/data`);
  return row.name;
}
