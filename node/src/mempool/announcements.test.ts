import { encode, type Tx, transactionCost, txId, type Value } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { ANNOUNCED_MAX, GOSSIP_TX_BYTES_MAX, PULL_BYTES_MAX } from "../limits.ts";
import { type Announced, decodeGossip, encodeAnnounce } from "../wire/gossip-frames.ts";
import { idKey } from "../wire/id-key.ts";
import { Announcements } from "./announcements.ts";
import { bytesOf, Pool, type PoolLimits, type PoolTx } from "./pool.ts";

const PARAMS = { blockCost: 20_000, costTransaction: 50, costBytes: 64 };
const MIB = 1024 * 1024;

function txOf(n: number, bodyBytes = 20_000): Tx {
  return { body: new Uint8Array(bodyBytes).fill(n), signature: new Uint8Array(64).fill(n) };
}

function announcedOf(tx: Tx, more: Partial<Announced> = {}): Announced {
  const cost = transactionCost(tx.body.length + 64, PARAMS);
  return { id: txId(tx.body), bytes: bytesOf(tx), cost, ...more };
}

/** Announcements over a pool that takes what is received, and peers that hold `held`. */
function setting(limits: Partial<PoolLimits> = {}) {
  const pool = new Pool(limits);
  const held = new Map<string, Tx>();
  const requests: number[] = [];
  const received: Tx[] = [];
  const included = new Set<string>();
  const failures: string[] = [];
  let answer = async (ids: readonly Uint8Array[]) => ids.flatMap((id) => held.get(idKey(id)) ?? []);
  const enter = (tx: Tx) => {
    const id = txId(tx.body);
    const body = { expiresAt: 1 };
    const pooled = { key: idKey(id), id, tx, body, bytes: bytesOf(tx), sender: "s", attachments: [] };
    pool.add({ ...pooled, holders: new Set() } as unknown as PoolTx, []);
  };
  const announcements = new Announcements({
    pool,
    admission: {
      isHere: (key) => pool.has(key),
      receive: async (txs) => {
        received.push(...txs);
        for (const tx of txs) enter(tx);
        return txs.length === 0 ? "ignore" : "accept";
      },
    },
    isIncluded: (id) => included.has(idKey(id)),
    params: () => PARAMS,
    request: async (_, ids) => {
      requests.push(ids.length);
      return answer(ids);
    },
    onFailed: (from, error) => failures.push(`${from} ${(error as Error).message}`),
    asked: new Set(),
  });
  const hold = (...txs: Tx[]) => {
    for (const tx of txs) held.set(idKey(txId(tx.body)), tx);
  };
  const judge = (...announced: Announced[]) => announcements.judge(announced, "peer");
  const answering = (other: typeof answer) => {
    answer = other;
  };
  return { pool, requests, received, included, failures, enter, hold, judge, answering };
}

test("what was announced truly is pulled, vouched for, and not asked for twice", async () => {
  const { pool, requests, hold, judge } = setting();
  const txs = [txOf(1), txOf(2)];
  hold(...txs);
  expect(await judge(...txs.map((tx) => announcedOf(tx)))).toBe("accept");
  expect([pool.count, requests]).toEqual([2, [2]]);
  expect(await judge(...txs.map((tx) => announcedOf(tx)))).toBe("ignore");
  expect(requests).toEqual([2]);
  for (const tx of pool.all()) expect([...tx.holders]).toEqual(["peer"]);
});

test("two announcements of one transaction at once make one request", async () => {
  const { requests, hold, judge } = setting();
  hold(txOf(1));
  expect(await Promise.all([judge(announcedOf(txOf(1))), judge(announcedOf(txOf(1)))])).toEqual([
    "accept",
    "ignore",
  ]);
  expect(requests).toEqual([1]);
});

test("a lie about size counts against the peer, and what came of it is dropped", async () => {
  for (const by of [-1, 1, 5_000]) {
    const { received, hold, judge } = setting();
    hold(txOf(1));
    const lie = announcedOf(txOf(1), { bytes: bytesOf(txOf(1)) + by, cost: 10_000 });
    expect(await judge(lie)).toBe("reject");
    expect(received).toEqual([]);
  }
});

test("so does one about a transaction that is here already, without a request", async () => {
  const { requests, enter, judge } = setting();
  enter(txOf(1));
  expect(await judge(announcedOf(txOf(1), { bytes: 17_000 }))).toBe("reject");
  expect(requests).toEqual([]);
});

test("so does an answer with what wasn't asked for, or with something twice", async () => {
  for (const answer of [[txOf(2)], [txOf(1), txOf(2)], [txOf(1), txOf(1)]]) {
    const { received, judge, answering } = setting();
    answering(async () => answer);
    expect(await judge(announcedOf(txOf(1)))).toBe("reject");
    expect(received).toEqual([]);
  }
});

test("what no block can hold, or costs less than its size, isn't pulled, and isn't held against anyone", async () => {
  const { requests, hold, judge } = setting();
  hold(txOf(1));
  const { cost } = announcedOf(txOf(1));
  for (const other of [PARAMS.blockCost + 1, cost - 1])
    expect(await judge(announcedOf(txOf(1), { cost: other }))).toBe("ignore");
  expect(requests).toEqual([]);
  // Restricted attachments count too.
  expect(await judge(announcedOf(txOf(1), { cost: cost + 1_000 }))).toBe("accept");
});

test("no more is pulled than the pool has room for, counting what is on its way", async () => {
  const [one, two, three] = [txOf(1), txOf(2), txOf(3)] as [Tx, Tx, Tx];
  for (const limits of [{ count: 2 }, { bytes: 2 * bytesOf(one) + 100 }]) {
    const { pool, hold, judge } = setting(limits);
    hold(one, two, three);
    const verdicts = [judge(announcedOf(one)), judge(announcedOf(two), announcedOf(three))];
    // The third wasn't pulled, so the message that names it isn't passed on.
    expect(await Promise.all(verdicts)).toEqual(["accept", "ignore"]);
    expect([...pool.all()].map(({ tx }) => tx.body[0])).toEqual([1, 2]);
  }
});

test("many bytes are pulled with several requests", async () => {
  const { requests, hold, judge, pool } = setting();
  const txs = Array.from({ length: 9 }, (_, i) => txOf(i, MIB - 75));
  hold(...txs);
  expect(await judge(...txs.map((tx) => announcedOf(tx)))).toBe("accept");
  expect(requests).toEqual([4, 4, 1]);
  expect(pool.count).toBe(9);
  expect(PULL_BYTES_MAX).toBe(4 * MIB);
});

test("what is in a block, or doesn't come, is nobody's fault, and may be asked for again", async () => {
  const { requests, included, failures, hold, judge, answering } = setting();
  included.add(idKey(txId(txOf(1).body)));
  expect(await judge(announcedOf(txOf(1)))).toBe("ignore");
  expect(requests).toEqual([]);
  expect(await judge(announcedOf(txOf(2)))).toBe("ignore");
  const answer = async () => [txOf(2)];
  answering(async () => {
    throw new Error("gone");
  });
  expect(await judge(announcedOf(txOf(2)))).toBe("ignore");
  expect(failures).toEqual(["peer gone"]);
  answering(answer);
  hold(txOf(2));
  expect(await judge(announcedOf(txOf(2)))).toBe("accept");
});

test("an announcement of a form that nobody makes is refused as a whole", () => {
  const good = announcedOf(txOf(1));
  expect(decodeGossip(encodeAnnounce([good]))).toEqual({ kind: "announce", announced: [good] });
  const bad: Partial<Announced>[] = [
    { id: new Uint8Array(31) },
    { id: new Uint8Array(33) },
    { bytes: GOSSIP_TX_BYTES_MAX },
    { bytes: MIB + 1 },
    { bytes: -1 },
    { cost: -1 },
  ];
  for (const change of bad)
    expect(() => decodeGossip(encodeAnnounce([{ ...good, ...change }]))).toThrow(
      "frame.invalid at announced.0",
    );
  expect(() => decodeGossip(encodeAnnounce([good, good]))).toThrow("frame.invalid at announced.1");
  const fields: Value = [good.id, good.bytes, good.cost];
  for (const item of [good.id, fields.slice(0, 2), [...fields, 1], ["x", 20_000, 1]])
    expect(() => decodeGossip(encode([1, [item]]))).toThrow("frame.invalid");
  const many = Array.from({ length: ANNOUNCED_MAX + 1 }, (_, i) => ({
    ...good,
    id: new Uint8Array(32).with(0, i).with(1, i >> 8),
  }));
  expect(() => decodeGossip(encodeAnnounce(many))).toThrow("frame.invalid");
  expect(decodeGossip(encodeAnnounce(many.slice(1)))).toMatchObject({ kind: "announce" });
});
