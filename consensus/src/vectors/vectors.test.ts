import { readdirSync, readFileSync } from "node:fs";
import {
  fromHex,
  type GoldenVector,
  goldenFields,
  goldenText,
  hex,
  verifyBytes,
} from "@jingzhun/ledger/certification";
import { describe, expect, it } from "vitest";
import { decodeMessage, decodeWalRecord, encodeMessage, encodeWalRecord, signaturesOf } from "../index.ts";
import { CHAIN_ID, validators } from "../scenarios/validators.ts";
import { vectors } from "./cases.ts";

const folder = new URL("../../vectors/", import.meta.url);
const text = (file: string) => readFileSync(new URL(`${file}.json`, folder), "utf8");
const read = (file: string) => JSON.parse(text(file)) as GoldenVector[];
const { set } = validators(4);

/** The struct of each file: how its bytes are read and written. */
const structs: {
  [file: string]: { decode: (bytes: Uint8Array) => unknown; encode: (fields: never) => Uint8Array };
} = {
  message: { decode: decodeMessage, encode: encodeMessage },
  "wal-record": { decode: decodeWalRecord, encode: encodeWalRecord },
};

describe("golden vectors", () => {
  it("are what the code computes; a change of format is a decision, then `npm run vectors -w consensus`", () => {
    const computed = vectors();
    for (const [file, list] of Object.entries(computed)) expect(text(file), file).toBe(goldenText(list));
    const files = readdirSync(folder).map((name) => name.replace(/\.json$/, ""));
    expect(files.sort()).toEqual(Object.keys(computed).sort());
    expect(files.sort()).toEqual(Object.keys(structs).sort());
  });

  it.each(Object.entries(structs))("%s: fields and bytes are each other's only form", (file, struct) => {
    for (const { fields, bytes } of read(file)) {
      expect(struct.decode(fromHex(bytes))).toEqual(goldenFields(fields));
      expect(hex(struct.encode(goldenFields(fields) as never))).toBe(bytes);
    }
  });

  it("carry signatures that hold, nested ones too", () => {
    let count = 0;
    for (const { bytes, computed } of read("message")) {
      const items = signaturesOf(decodeMessage(fromHex(bytes)), set)!;
      expect(hex(items[0]!.publicKey)).toBe(computed["publicKey"]);
      for (const { payload, signature, publicKey } of items) {
        expect(verifyBytes("consensus", CHAIN_ID, payload, signature, publicKey)).toBe(true);
        count++;
      }
    }
    expect(count).toBe(1 + 7 + 1 + 1 + 1 + 4);
  });
});
