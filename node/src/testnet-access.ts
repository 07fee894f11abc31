import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestnetAccess, TestOperator } from "@jingzhun/api";
import type { TestClock } from "./clock.ts";

/** What a test network opens and a real one doesn't: the invented operators' keys, and the clock (DESIGN §5, §11). */
export function testnetAccess(clock: TestClock, operatorsFolder: string | undefined): TestnetAccess {
  return {
    operators: () => (operatorsFolder === undefined ? Promise.resolve([]) : readOperators(operatorsFolder)),
    advanceClock: async (ms) => clock.advance(ms),
    setClock: async (ms) => clock.set(ms),
  };
}

async function readOperators(folder: string): Promise<TestOperator[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(
    names.map(async (name) => {
      const {
        role,
        organisation,
        division,
        name: title,
        key,
      } = JSON.parse(await readFile(join(folder, name), "utf8")) as TestOperator;
      return { role, organisation, division, name: title, key };
    }),
  );
}
