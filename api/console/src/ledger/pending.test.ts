import { expect, test } from "vitest";
import { keepPending, pendingKey, readPending } from "./pending.ts";

const id = "ab".repeat(32);

test("a transaction under way is found again after a reload, by the operator and form that sent it", () => {
  const items = new Map<string, string>();
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
  const key = pendingKey("aa", "household.register");
  keepPending(storage, key, { id, expiresAt: 1_588_291_200_000 });
  expect(readPending(storage, key)).toEqual({ id, expiresAt: 1_588_291_200_000 });
  expect(readPending(storage, pendingKey("bb", "household.register"))).toBeUndefined();
});

test("what isn't one is none, and a browser that keeps nothing is no error", () => {
  const holding = (text: string) => ({ getItem: () => text });
  expect(readPending(holding("{"), "k")).toBeUndefined();
  expect(readPending(holding(JSON.stringify({ id: "../x", expiresAt: 1 })), "k")).toBeUndefined();
  expect(readPending(holding(JSON.stringify({ id, expiresAt: "soon" })), "k")).toBeUndefined();
  const full = {
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  expect(() => keepPending(full, "k", { id, expiresAt: 1 })).not.toThrow();
});
