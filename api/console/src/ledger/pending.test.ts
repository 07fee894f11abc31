import { fromHex } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { draftSeal } from "../forms/draft-seal.ts";
import { countPending, forgetPendingOf, keepPending, pendingKey, readPending } from "./pending.ts";

const id = "ab".repeat(32);
const tx = {
  id: fromHex(id),
  bytes: new TextEncoder().encode("家庭收支（演示）"),
  expiresAt: 1_588_291_200_000,
  withAttachments: true,
};
const seal = draftSeal(new Uint8Array(32).fill(7));

function memory() {
  const items = new Map<string, string>();
  return {
    items,
    storage: {
      get length() {
        return items.size;
      },
      key: (at: number) => [...items.keys()][at] ?? null,
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
      removeItem: (key: string) => void items.delete(key),
      clear: () => items.clear(),
    },
  };
}

test("a transaction under way is found again after a reload with its bytes, by the operator and form that sent it", () => {
  const { storage, items } = memory();
  const key = pendingKey("aa", "household.register");
  keepPending(storage, key, tx, seal);
  expect(readPending(storage, key, seal)).toEqual({ id, expiresAt: tx.expiresAt, tx });
  expect(readPending(storage, pendingKey("bb", "household.register"), seal)).toBeUndefined();
  const kept = [...items.values()].join();
  expect(kept).not.toContain("家庭");
  expect(kept).not.toContain(Buffer.from(tx.bytes).toString("base64"));
});

test("under another key, in another slot or damaged, its bytes stay closed; its outcome can still be asked for", () => {
  const { storage, items } = memory();
  const key = pendingKey("aa", "household.register");
  keepPending(storage, key, tx, seal);
  expect(readPending(storage, key, draftSeal(new Uint8Array(32)))).toEqual({ id, expiresAt: tx.expiresAt });
  expect(readPending(storage, key, undefined)).toEqual({ id, expiresAt: tx.expiresAt });
  const elsewhere = pendingKey("aa", "fund.pay");
  items.set(elsewhere, items.get(key)!);
  expect(readPending(storage, elsewhere, seal)).toEqual({ id, expiresAt: tx.expiresAt });
});

test("what isn't one is none, and a browser that keeps nothing is no error", () => {
  const holding = (text: string) => ({ getItem: () => text });
  expect(readPending(holding("{"), "k", seal)).toBeUndefined();
  expect(readPending(holding(JSON.stringify({ id: "../x", expiresAt: 1 })), "k", seal)).toBeUndefined();
  expect(readPending(holding(JSON.stringify({ id, expiresAt: "soon" })), "k", seal)).toBeUndefined();
  const full = {
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  expect(() => keepPending(full, "k", tx, seal)).not.toThrow();
});

test("whoever signs out leaves nothing behind, and nobody else's goes with it", () => {
  const { storage } = memory();
  for (const [who, slot] of [
    ["aa", "fund.pay"],
    ["aa", "household.register"],
    ["bb", "fund.pay"],
  ] as const)
    keepPending(storage, pendingKey(who, slot), tx, seal);
  expect(countPending(storage, "aa")).toBe(2);
  forgetPendingOf(storage, "aa");
  expect([countPending(storage, "aa"), countPending(storage, "bb")]).toEqual([0, 1]);
});
