import { z } from "zod";
import { code, POSTING_KINDS } from "../codes/index.ts";
import type { ActionContext } from "../context.ts";
import { civilDate, fen, text } from "../fields.ts";
import { defineRecord } from "../module.ts";
import { type AccountRef, move } from "./accounts.ts";
import { postingRows } from "./queries.ts";

const postingSchema = z.strictObject({
  kind: code(POSTING_KINDS),
  /** Accounts. What one side gives the other takes, so each posting balances. */
  debit: z.string().max(80),
  credit: z.string().max(80),
  fen,
  /** Civil date in the books. */
  on: civilDate,
  /** Key of the record that the posting is about: an indicator or a payment. */
  about: z.string().max(120),
  /** Document number 文号 or treasury voucher. */
  document: text(60).optional(),
});
export type Posting = z.infer<typeof postingSchema>;

/** `posting/<height>.<place in the block>.<place in the transaction>`: the journal, in order; never changed. */
export const postingRecord = defineRecord({
  name: "posting",
  pattern: "posting/:posting",
  class: "open",
  schema: postingSchema,
  indexes: ({ posting }, value) => postingRows(posting, value),
});

/** Fixed width, so that the order of keys is the order in time. An action posts once. */
export function postingId(height: number, txIndex: number, actionIndex: number): string {
  const digits = (value: number, width: number) => String(value).padStart(width, "0");
  return `${digits(height, 10)}.${digits(txIndex, 6)}.${digits(actionIndex, 4)}`;
}

/** Moves the money from `credit` to `debit` and writes the journal. Refuses as `move` does. */
export function post(
  ctx: ActionContext,
  posting: Omit<Posting, "debit" | "credit"> & { debit: AccountRef; credit: AccountRef },
  path: string,
): void {
  const { debit, credit, ...rest } = posting;
  move(ctx, credit, "credit", rest.fen, path);
  move(ctx, debit, "debit", rest.fen, path);
  const id = postingId(ctx.height, ctx.txIndex, ctx.actionIndex);
  ctx.put(postingRecord, { posting: id }, { ...rest, debit: debit.id, credit: credit.id });
}
