import { describe, expect, test } from "vitest";
import { hex, utf8 } from "../bytes/text.ts";
import { recordKeyHash } from "../crypto/hashing.ts";
import { portableSuite, suite } from "../crypto/index.ts";
import {
  type CurrentValueProof,
  decodeCurrentValueProof,
  encodeCurrentValueProof,
  verifyCurrentValue,
} from "./current-value-proof.ts";
import { entryLeaf, valueHash } from "./entry.ts";
import { Forest } from "./forest.ts";
import { entrySalt, FIRST_SECRET, nextSecret } from "./salt.ts";

interface Entry {
  key: string;
  value: Uint8Array | undefined;
  salt: Uint8Array | undefined;
  index: number;
  previous: number;
  version: number;
  leaf: Uint8Array;
}

/** A log over several twigs in which every third record is restricted and some are deleted. */
function log(records: number, updates: number) {
  const forest = Forest.empty();
  const entries: (Entry | undefined)[] = [undefined];
  const newest = new Map<string, Entry>();
  for (let i = 0; i < records + updates; i++) {
    const number = i < records ? i : (i * 31) % records;
    const key = `household/H${number}`;
    const before = newest.get(key);
    const index = entries.length;
    const deleted = i >= records && i % 5 === 0;
    const value = deleted ? undefined : utf8(`value ${i}`);
    const secret = nextSecret(FIRST_SECRET, [utf8("sixteen bytes sa")]);
    const salt = number % 3 === 0 && !deleted ? entrySalt(secret, recordKeyHash(key), index) : undefined;
    const fields = {
      index,
      height: 7,
      txIndex: i,
      previous: before?.index ?? 0,
      version: (before?.version ?? 0) + 1,
    };
    const leaf = entryLeaf({ ...fields, keyHash: recordKeyHash(key), valueHash: valueHash(salt, value) });
    const entry = { ...fields, key, value, salt, leaf };
    entries.push(entry);
    newest.set(key, entry);
    forest.append([{ leaf, previous: fields.previous }]);
  }
  const prove = (entry: Entry): CurrentValueProof => ({
    key: entry.key,
    value: entry.value,
    salt: entry.salt,
    index: entry.index,
    height: 7,
    txIndex: entry.index - 1,
    previous: entry.previous,
    version: entry.version,
    count: forest.count,
    path: forest.prove(entry.index, (twig) => {
      const leaves = new Uint8Array(2048 * 32);
      for (let slot = 0; slot < 2048; slot++) {
        const leaf = entries[2048 * twig + slot]?.leaf;
        if (leaf !== undefined) leaves.set(leaf, 32 * slot);
      }
      return leaves;
    }),
  });
  return { forest, entries, newest, prove };
}

describe("a proof of a record's current value", () => {
  const { forest, newest, entries, prove } = log(5000, 3000);
  const stateRoot = forest.root();

  test("verifies with the native suite and with the portable one, from full twigs and from the last", () => {
    let deleted = 0;
    let restricted = 0;
    for (let number = 0; number < 5000; number += 251) {
      const entry = newest.get(`household/H${number}`)!;
      const proof = decodeCurrentValueProof(encodeCurrentValueProof(prove(entry)));
      verifyCurrentValue(proof, stateRoot, suite);
      verifyCurrentValue(proof, stateRoot, portableSuite);
      expect(proof.value).toEqual(entry.value);
      if (entry.value === undefined) deleted++;
      if (entry.salt !== undefined) restricted++;
    }
    expect(deleted).toBeGreaterThan(0);
    expect(restricted).toBeGreaterThan(0);
  });

  test("isn't given for a version that was superseded", () => {
    const old = entries[1]!;
    const superseded =
      newest.get(old.key)!.index !== old.index
        ? old
        : entries.find((e) => e !== undefined && newest.get(e.key) !== e)!;
    expect(() => verifyCurrentValue(prove(superseded), stateRoot)).toThrow("proof.superseded");
  });

  test("doesn't verify with any byte of it changed", () => {
    for (const number of [0, 31, 4999]) {
      const bytes = encodeCurrentValueProof(prove(newest.get(`household/H${number}`)!));
      verifyCurrentValue(decodeCurrentValueProof(bytes), stateRoot);
      for (let at = 0; at < bytes.length; at++) {
        for (const flip of [0x01, 0x80, 0xff]) {
          const changed = bytes.slice();
          changed[at]! ^= flip;
          expect(
            () => verifyCurrentValue(decodeCurrentValueProof(changed), stateRoot),
            `byte ${at} ^ ${flip}`,
          ).toThrow();
        }
      }
    }
  }, 60_000);

  test("doesn't verify with a part too long, too short, or against another root", () => {
    const proof = prove(newest.get("household/H1")!);
    for (const part of ["left", "bits", "right", "upper"] as const) {
      for (const length of [proof.path[part].length - 32, proof.path[part].length + 32]) {
        const changed = new Uint8Array(length);
        changed.set(proof.path[part].subarray(0, length));
        const wrong = { ...proof, path: { ...proof.path, [part]: changed } };
        expect(() => verifyCurrentValue(wrong, stateRoot), `${part} of ${length}`).toThrow("proof.shape");
      }
    }
    for (const count of [0, 1, proof.index, proof.count + 1, proof.count * 2, 2 ** 53]) {
      expect(() => verifyCurrentValue({ ...proof, count }, stateRoot), `count ${count}`).toThrow("proof.");
    }
    expect(() => verifyCurrentValue(proof, Forest.empty().root())).toThrow("proof.root");
  });
});

describe("salts", () => {
  test("differ by version and by secret, and hide equal values", () => {
    const secret = nextSecret(FIRST_SECRET, [new Uint8Array(16).fill(1)]);
    const other = nextSecret(FIRST_SECRET, [new Uint8Array(16).fill(2)]);
    const keyHash = recordKeyHash("household/H1/restricted");
    const salts = [
      entrySalt(secret, keyHash, 1),
      entrySalt(secret, keyHash, 2),
      entrySalt(other, keyHash, 1),
    ];
    expect(new Set(salts.map(hex)).size).toBe(3);
    const value = Uint8Array.of(1);
    expect(new Set(salts.map((salt) => hex(valueHash(salt, value)))).size).toBe(3);
    expect(() => valueHash(new Uint8Array(31), value)).toThrow("log.salt_length");
    expect(() => nextSecret(secret, [])).toThrow("log.secret_without_salts");
  });
});
