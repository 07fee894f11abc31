import { expect, test } from "vitest";
import { Pool, type PoolTx } from "./pool.ts";

function poolTx(key: string, attachments: string[]): PoolTx {
  const bytes = new Uint8Array(32);
  return {
    key,
    id: bytes,
    tx: { body: bytes, signature: new Uint8Array(64) },
    body: { chainId: "test", senderKeyId: bytes, nonce: new Uint8Array(16), expiresAt: 1_000, actions: [] },
    bytes: 96,
    sender: "sender",
    attachments,
    local: true,
    since: 0,
    holders: new Set(),
  };
}

test("a transaction waits through single acknowledgements until a quorum has acknowledged each attachment", () => {
  const pool = new Pool();
  const acknowledgements = new Map<string, number>();
  const isAvailable = (attachment: string) => (acknowledgements.get(attachment) ?? 0) >= 3;
  pool.add(poolTx("tx", ["a", "b"]), ["a", "b"]);
  const acknowledge = (attachment: string) => {
    acknowledgements.set(attachment, (acknowledgements.get(attachment) ?? 0) + 1);
    return pool.available([attachment], isAvailable);
  };
  // Each attachment is heard of by one validator after the other, in any order.
  expect(["a", "b", "b", "a", "b"].map(acknowledge)).toEqual([false, false, false, false, false]);
  expect(pool.isExecutable("tx")).toBe(false);
  expect(acknowledge("a")).toBe(true);
  expect(pool.isExecutable("tx")).toBe(true);
});
