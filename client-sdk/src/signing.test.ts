import type { Action, Value } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { RefusedError } from "./errors.ts";
import { createSigner } from "./signer.ts";
import { signTransaction } from "./signing.ts";

const signer = createSigner(new Uint8Array(32).fill(1));
const CHAIN = `county-${"0".repeat(32)}`;
const sign = (actions: readonly Action[], memo?: string) =>
  signTransaction(signer, CHAIN, actions, 1_000, memo === undefined ? {} : { memo });
const pay = (amountFen: unknown): Action => ["fund.pay", { amountFen: amountFen as Value }];

test.each<[string, () => Promise<unknown>, string, string]>([
  ["a fraction", () => sign([pay(1), pay(0.1)]), "codec.integer_range", "actions.1.amountFen"],
  ["2^53", () => sign([pay(2 ** 53)]), "codec.integer_range", "actions.0.amountFen"],
  ["a Date", () => sign([pay({ at: new Date(0) })]), "codec.unknown_type", "actions.0.amountFen.at"],
  ["a name that isn't one", () => sign([["Fund!", {}]]), "tx_body.invalid", "actions.0.type"],
  ["no action", () => sign([]), "tx_body.invalid", "actions"],
  ["a long memo", () => sign([pay(1)], "长".repeat(257)), "tx_body.invalid", "memo"],
])(
  "%s can't be signed, and says where and what would do, in both languages",
  async (_, signing, code, path) => {
    const error: unknown = await signing().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RefusedError);
    const refused = error as RefusedError;
    expect([refused.code, refused.path]).toEqual([code, path]);
    for (const text of [refused.zh, refused.hint.zh]) expect(text).toMatch(/\p{Script=Han}/u);
    for (const text of [refused.en, refused.hint.en]) expect(text).not.toBe("");
  },
);
