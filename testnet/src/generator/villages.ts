import { loadDivisions } from "../divisions.ts";
import { HUAYUAN, SHIBADONG } from "../network/organisations.ts";
import type { Random } from "../random.ts";
import { SHIBADONG_FIGURES } from "./marginals.ts";
import { type InventedHousehold, inventVillage } from "./people.ts";

/** Villages that the quick demonstration fills: 十八洞村 and these many others of Huayuan county. */
const OTHER_VILLAGES = 24;

/** 十八洞村 first, then villages spread over the county's townships. Real codes; the choice is by order of code. */
export function demoVillages(): string[] {
  const villages = loadDivisions()
    .filter(
      (row) => row.level === "village" && row.code.startsWith(HUAYUAN.slice(0, 6)) && row.code !== SHIBADONG,
    )
    .map((row) => row.code);
  const step = villages.length / OTHER_VILLAGES;
  return [SHIBADONG, ...Array.from({ length: OTHER_VILLAGES }, (_, i) => villages[Math.floor(i * step)]!)];
}

/** The people of the quick demonstration, village by village: at least 2,000 poor households. */
export function demoPeople(
  random: Random,
  today: string,
  villages: readonly string[] = demoVillages(),
): Map<string, InventedHousehold[]> {
  const people = new Map<string, InventedHousehold[]>();
  for (const village of villages) {
    const stream = random.stream(village);
    const { households, persons, poorHouseholds, poorPersons } = SHIBADONG_FIGURES;
    people.set(
      village,
      village === SHIBADONG
        ? inventVillage(stream, {
            village,
            today,
            poor: { households: poorHouseholds, persons: poorPersons },
            others: { households: households - poorHouseholds, persons: persons - poorPersons },
          })
        : inventVillage(stream, {
            village,
            today,
            poor: { households: stream.int(80, 100) },
            others: { households: stream.int(2, 6) },
          }),
    );
  }
  return people;
}
