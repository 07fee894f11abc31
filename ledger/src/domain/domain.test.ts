import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { addDays, civilDateOf, daysBetween, isCivilDate, startOfDay } from "./civil-date.ts";
import {
  divisionLevel,
  divisionScope,
  parentDivision,
  selfAndAncestors,
  withinDivision,
} from "./division/codes.ts";
import { isId, newId } from "./ids.ts";
import { registry } from "./index.ts";
import { defineRecord, recordKey } from "./module.ts";

const bytes10 = fc.uint8Array({ minLength: 10, maxLength: 10 });

describe("ids", () => {
  it("read back, and know a wrong prefix", () => {
    fc.assert(
      fc.property(bytes10, (random) => {
        const id = newId("H", random);
        return (
          /^H[0-9A-HJKMNP-TV-Z]{17}$/.test(id) &&
          isId("H", id) &&
          !isId("P", id) &&
          !isId("P", `P${id.slice(1)}`)
        );
      }),
    );
    expect(newId("H", new Uint8Array(10))).toBe("H0000000000000000G");
    expect(newId("H", new Uint8Array(10).fill(255))).toMatch(/^HZ{16}/);
  });

  it("notice any wrong character and any two exchanged ones", () => {
    const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    fc.assert(
      fc.property(
        bytes10,
        fc.integer({ min: 1, max: 17 }),
        fc.integer({ min: 1, max: 17 }),
        fc.nat(31),
        (random, i, j, c) => {
          const id = [...newId("A", random)];
          const wrong = [...id];
          wrong[i] = alphabet[c]!;
          const swapped = [...id];
          [swapped[i], swapped[j]] = [id[j]!, id[i]!];
          return [wrong, swapped].every(
            (other) => isId("A", other.join("")) === (other.join("") === id.join("")),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("civil dates in Asia/Shanghai", () => {
  it("turn at 16:00 UTC", () => {
    expect(civilDateOf(Date.UTC(2020, 1, 28, 15, 59, 59, 999))).toBe("2020-02-28");
    expect(civilDateOf(Date.UTC(2020, 1, 28, 16))).toBe("2020-02-29");
    expect(startOfDay("2020-02-29")).toBe(Date.UTC(2020, 1, 28, 16));
  });

  it("agree with the calendar", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: -5000, max: 5000 }), (time, days) => {
        const date = civilDateOf(time);
        const later = new Date(time + 8 * 3_600_000);
        expect(date).toBe(later.toISOString().slice(0, 10));
        later.setUTCDate(later.getUTCDate() + days);
        expect(addDays(date, days)).toBe(later.toISOString().slice(0, 10));
        expect(daysBetween(date, addDays(date, days))).toBe(days);
        expect(civilDateOf(startOfDay(date))).toBe(date);
      }),
    );
    expect(["2020-02-29", "2000-02-29", "1949-10-01"].every(isCivilDate)).toBe(true);
    expect(
      ["2021-02-29", "1900-02-29", "2020-13-01", "2020-1-1", "2020-00-10", "20200101"].some(isCivilDate),
    ).toBe(false);
  });
});

describe("division codes", () => {
  it("give scope, level, parent and line", () => {
    expect(selfAndAncestors("433124110226")).toEqual([
      "433124110226",
      "433124110000",
      "433124000000",
      "433100000000",
      "430000000000",
      "000000000000",
    ]);
    expect(
      ["433124110226", "433124110000", "433124000000", "433100000000", "430000000000"].map(divisionLevel),
    ).toEqual(["village", "township", "county", "city", "province"]);
    expect(divisionLevel("000000000000")).toBeUndefined();
    expect(parentDivision("433124000000")).toBe("433100000000");
    expect(parentDivision("000000000000")).toBe("000000000000");
    expect(divisionScope("000000000000")).toBe("");
  });

  it("of Dongguan, a city without counties, skip a level", () => {
    expect(selfAndAncestors("441900003000")).toEqual([
      "441900003000",
      "441900000000",
      "440000000000",
      "000000000000",
    ]);
  });

  it("contain by prefix", () => {
    expect(withinDivision("433124110226", "433124000000")).toBe(true);
    expect(withinDivision("433124000000", "433124110226")).toBe(false);
    expect(withinDivision("433125110226", "433124000000")).toBe(false);
    expect(withinDivision("433124110226", "000000000000")).toBe(true);
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{12}$/), (code) =>
        selfAndAncestors(code).every((above) => withinDivision(code, above)),
      ),
    );
  });
});

describe("the registry", () => {
  it("finds the type of every key that a type makes", () => {
    for (const type of registry.modules.flatMap((module) => module.records)) {
      const parts = Object.fromEntries(
        type.segments.filter((s) => s.isPart).map((s, i) => [s.name, `p${i}`]),
      );
      const key = recordKey(type, parts);
      expect(registry.recordType(key)).toEqual({ type, parts });
    }
    expect(registry.recordType("nothing/here")).toBeUndefined();
    expect(registry.recordType("governance/else")).toBeUndefined();
  });

  it("describes every action in plain JSON, with texts in both languages", () => {
    const description = registry.describe();
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
    for (const action of description.actions) {
      expect(action.payload).toMatchObject({ type: "object", additionalProperties: false });
      expect(action.title.zh).toMatch(/\p{Script=Han}/u);
      expect(action.cost).toBeGreaterThan(0);
    }
    for (const text of Object.values(description.refusals)) expect(text.zh).toMatch(/\p{Script=Han}/u);
  });

  it("puts keys of no other characters together", () => {
    const type = defineRecord({ name: "t", pattern: "t/:id", class: "open", schema: z.null() });
    expect(() => recordKey(type, { id: "a/b" })).toThrow("bad part");
    expect(() => recordKey(type, { id: "" })).toThrow("bad part");
    expect(() => recordKey(type, { id: "村" })).toThrow("bad part");
  });
});
