import { signatureInput, suite } from "@jingzhun/ledger";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignatureItem } from "./batch.ts";
import { createSignaturePool, type SignaturePool, workersFor } from "./pool.ts";

const seed = new Uint8Array(32).fill(3);
const publicKey = suite.publicKey(seed);
const chainId = `test-${"0".repeat(32)}`;

function item(n: number, valid = true): SignatureItem {
  const message = signatureInput("tx", chainId, new Uint8Array(200 + (n % 50)).fill(n));
  const signature = suite.sign(message, seed);
  if (!valid) signature[40]! ^= 1;
  return { publicKey, message, signature };
}

const good = item(1);
const many = (count: number): SignatureItem[] => new Array<SignatureItem>(count).fill(good);

describe("the signature workers", () => {
  let pool: SignaturePool;
  beforeAll(() => {
    pool = createSignaturePool({ workers: 2 });
  });
  afterAll(() => pool.close());

  it("answer for each item in its place, over any size of batch", async () => {
    for (const size of [0, 1, 2, 31, 32, 33, 100, 257]) {
      const items = Array.from({ length: size }, (_, i) => item(i, i % 3 !== 1));
      expect(await pool.verify(items, "tx")).toEqual(items.map((_, i) => i % 3 !== 1));
    }
    expect(pool.waiting).toEqual({ vote: 0, tx: 0 });
  });

  it("answer false for what isn't a signature by its lengths", async () => {
    const short = { ...good, signature: good.signature.slice(1) };
    const long = { ...good, publicKey: new Uint8Array(33) };
    expect(await pool.verify([short, good, long, { ...good, message: new Uint8Array(0) }], "vote")).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  it("check large messages too, one by one", async () => {
    const message = signatureInput("tx", chainId, new Uint8Array(300 * 1024).fill(7));
    const large = { publicKey, message, signature: suite.sign(message, seed) };
    const results = await pool.verify([large, good, large, { ...large, message: message.subarray(1) }], "tx");
    expect(results).toEqual([true, true, true, false]);
  });

  it("keep many small calls apart", async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        pool.verify([item(i, i % 2 === 0), good], i % 5 === 0 ? "vote" : "tx"),
      ),
    );
    expect(answers).toEqual(Array.from({ length: 200 }, (_, i) => [i % 2 === 0, true]));
  });
});

describe("the order of work", () => {
  it("puts votes before the transactions that wait", async () => {
    const pool = createSignaturePool({ workers: 1 });
    await pool.verify([good], "tx"); // the thread is up
    const order: string[] = [];
    const txs = Array.from({ length: 10 }, (_, i) =>
      pool.verify(many(64), "tx").then(() => order.push(`tx ${i}`)),
    );
    const vote = pool.verify(many(3), "vote").then(() => order.push("vote"));
    await Promise.all([...txs, vote]);
    // Two batches of 32, the first call, were at the thread already.
    expect(order.slice(0, 2)).toContain("vote");
    expect(order.filter((what) => what !== "vote")).toEqual(Array.from({ length: 10 }, (_, i) => `tx ${i}`));
    await pool.close();
  });

  it("refuses what is too much, and checks nothing of it", async () => {
    const pool = createSignaturePool({ workers: 1, waitingMax: { vote: 10, tx: 100 } });
    const taken = pool.verify(many(90), "tx");
    await expect(pool.verify(many(11), "tx")).rejects.toMatchObject({ code: "overloaded" });
    expect(pool.waiting.tx).toBe(90);
    // Votes have room of their own, and a call larger than all is taken when nothing waits.
    expect(await pool.verify(many(20), "vote")).toHaveLength(20);
    await taken;
    expect(await pool.verify(many(150), "tx")).toHaveLength(150);
    await pool.close();
  });

  it("ends open calls when it is closed", async () => {
    const pool = createSignaturePool({ workers: 1 });
    const open = pool.verify(many(1000), "tx");
    const closing = pool.close();
    await expect(open).rejects.toMatchObject({ code: "signatures.closed" });
    await closing;
    await expect(pool.verify([good], "vote")).rejects.toMatchObject({ code: "signatures.closed" });
  });

  it("shares the cores of a host between its validators", () => {
    expect(workersFor(4, 2)).toBe(1);
    expect(workersFor(1, 8)).toBe(8);
    expect(workersFor(3, 8)).toBe(2);
  });
});
