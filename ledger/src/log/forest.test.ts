import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hex } from "../bytes/text.ts";
import { recordKeyHash } from "../crypto/hashing.ts";
import { entryLeaf, valueHash } from "./entry.ts";
import { Forest } from "./forest.ts";
import { twigOf } from "./shape.ts";
import { NaiveForest } from "./test-naive-forest.ts";

/** A forest and its naive witness, appended to together, with each record's newest index. */
class Pair {
  forest = Forest.empty();
  naive = new NaiveForest();
  newest = new Map<number, number>();
  versions = new Map<number, number>();

  /** Appends one entry for each of the records, in order; a negative one is deleted. */
  append(records: readonly number[]): void {
    const batch = records.map((signed) => {
      const record = Math.abs(signed);
      const index = this.naive.leaves.length;
      const previous = this.newest.get(record) ?? 0;
      const version = (this.versions.get(record) ?? 0) + 1;
      const leaf = entryLeaf({
        index,
        height: 1,
        txIndex: 0,
        keyHash: recordKeyHash(`r/${record}`),
        valueHash: valueHash(undefined, signed < 0 ? undefined : Uint8Array.of(record & 255)),
        previous,
        version,
      });
      this.naive.append(leaf, previous);
      this.newest.set(record, index);
      this.versions.set(record, version);
      return { leaf, previous };
    });
    this.forest.append(batch);
  }

  copy(): Pair {
    const copy = new Pair();
    copy.forest = this.forest.fork();
    copy.naive = this.naive.copy();
    copy.newest = new Map(this.newest);
    copy.versions = new Map(this.versions);
    return copy;
  }

  leavesOfTwig = (twig: number): Uint8Array => {
    const leaves = new Uint8Array(2048 * 32);
    for (let i = 0; i < 2048; i++) leaves.set(this.naive.leaves[2048 * twig + i]!, 32 * i);
    return leaves;
  };

  restarted(): Forest {
    const { count } = this.forest;
    return Forest.restore({
      count,
      bits: (twig) => this.forest.bitsOf(twig),
      leftRoot: (twig) => this.forest.leftRoot(twig),
      lastLeaves: this.naive.leaves.slice(2048 * twigOf(count)),
    });
  }

  expectEqual(): void {
    expect(this.forest.count).toBe(this.naive.leaves.length);
    expect(hex(this.forest.root())).toBe(hex(this.naive.root()));
  }
}

const record = fc.integer({ min: -40, max: 40 });
const small = fc.array(record, { maxLength: 30 });
/** A batch that fills twigs, from a seed, so that a failing run shrinks to something readable. */
const large = fc
  .record({ length: fc.integer({ min: 1000, max: 5000 }), step: fc.integer({ min: 1, max: 997 }) })
  .map(({ length, step }) => Array.from({ length }, (_, i) => (i * step) % 1500));
const batch = fc.oneof({ arbitrary: small, weight: 4 }, { arbitrary: large, weight: 1 });

const commands = fc.array(
  fc.oneof(
    { arbitrary: batch.map((records) => ({ do: "append" as const, records })), weight: 4 },
    { arbitrary: batch.map((records) => ({ do: "abandoned fork" as const, records })), weight: 2 },
    { arbitrary: batch.map((records) => ({ do: "adopted fork" as const, records })), weight: 2 },
    { arbitrary: fc.constant({ do: "restart" as const }), weight: 1 },
    { arbitrary: fc.constant({ do: "root" as const }), weight: 1 },
  ),
  { maxLength: 10 },
);

describe("the forest", () => {
  test("is what the naive model says, after any appends, deletions, abandoned and adopted forks, restarts", () => {
    fc.assert(
      fc.property(commands, (steps) => {
        let pair = new Pair();
        for (const step of steps) {
          if (step.do === "append") pair.append(step.records);
          else if (step.do === "root") pair.expectEqual();
          else if (step.do === "restart") pair.forest = pair.restarted();
          else {
            const fork = pair.copy();
            fork.append(step.records);
            fork.expectEqual();
            if (step.do === "adopted fork") {
              const parent = pair;
              pair = fork;
              parent.expectEqual(); // what the fork wrote isn't seen here
            }
          }
        }
        pair.expectEqual();
        pair.newest.forEach((index) => {
          expect(pair.forest.bit(index)).toBe(true);
        });
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  test("two forks of one forest don't see each other, even after both fill a twig", () => {
    const base = new Pair();
    base.append(Array.from({ length: 2000 }, (_, i) => i));
    const left = base.copy();
    const right = base.copy();
    left.append(Array.from({ length: 3000 }, (_, i) => i));
    right.append(Array.from({ length: 100 }, (_, i) => -i - 1));
    right.append(Array.from({ length: 5000 }, (_, i) => 7 * i));
    for (const pair of [left, right, base]) pair.expectEqual();
  });

  test.each([1, 2046, 2047, 2048, 4095, 4096, 4097, 6144, 8192, 8193])(
    "at the twig's edge: %i entries, restarted and appended to",
    (entries) => {
      const pair = new Pair();
      pair.append(Array.from({ length: entries }, (_, i) => i));
      pair.expectEqual();
      pair.forest = pair.restarted();
      pair.expectEqual();
      pair.append([1, -2, 5]);
      pair.expectEqual();
    },
  );

  test("refuses an entry whose record's entry before isn't its newest", () => {
    const pair = new Pair();
    pair.append([1, 1]);
    const leaf = new Uint8Array(32);
    expect(() => pair.forest.fork().append([{ leaf, previous: 1 }])).toThrow("log.previous_not_current");
    expect(() => pair.forest.fork().append([{ leaf, previous: 9 }])).toThrow("log.previous_not_current");
    expect(() => pair.forest.fork().append([{ leaf, previous: 3 }])).toThrow("log.previous_not_current");
  });

  test("refuses to prove from leaves that aren't the twig's", () => {
    const pair = new Pair();
    pair.append(Array.from({ length: 3000 }, (_, i) => i));
    const leaves = pair.leavesOfTwig(0);
    expect(pair.forest.prove(5, () => leaves).left.length).toBe(352);
    leaves[777]! ^= 1;
    expect(() => pair.forest.prove(5, () => leaves)).toThrow("log.leaves_differ");
  });

  test("takes no more than 400 bytes a twig beside the last one", () => {
    const forest = Forest.empty();
    const leaf = new Uint8Array(32).fill(1);
    const thousand = Array.from({ length: 1000 }, () => ({ leaf, previous: 0 }));
    for (let i = 0; i < 1000; i++) forest.append(thousand);
    forest.root();
    expect(forest.bytes).toBeLessThan(131_072 + 400 * (1_000_000 / 2048) + 50_000);
  });
});
