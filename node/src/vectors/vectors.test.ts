import { readdirSync, readFileSync } from "node:fs";
import { fromHex, type GoldenVector, goldenFields, goldenText, hex } from "@jingzhun/ledger";
import { describe, expect, it } from "vitest";
import { vectors } from "./cases.ts";
import { structs } from "./structs.ts";

const folder = new URL("../../vectors/", import.meta.url);
const text = (file: string) => readFileSync(new URL(`${file}.json`, folder), "utf8");

describe("golden vectors", () => {
  it("are what the code computes; a change of format is a decision, then `npm run vectors -w node`", () => {
    const computed = vectors();
    for (const [file, list] of Object.entries(computed)) expect(text(file), file).toBe(goldenText(list));
    const files = readdirSync(folder).map((name) => name.replace(/\.json$/, ""));
    expect(files.sort()).toEqual(Object.keys(structs).sort());
  });

  it.each(Object.entries(structs))("%s: fields and bytes are each other's only form", (file, struct) => {
    const list = JSON.parse(text(file)) as GoldenVector[];
    expect(list.length).toBeGreaterThan(0);
    for (const { fields, bytes } of list) {
      const wanted = goldenFields(fields) as never;
      expect(struct.decode(fromHex(bytes))).toEqual(struct.read?.(wanted) ?? wanted);
      expect(hex(struct.encode(wanted))).toBe(bytes);
    }
  });
});
