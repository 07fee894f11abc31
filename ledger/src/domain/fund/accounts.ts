import { z } from "zod";
import type { ACCOUNT_KINDS, CodeOf } from "../codes/index.ts";
import type { WriteContext } from "../context.ts";
import { divisionCode, fenOrZero } from "../fields.ts";
import { defineRecord } from "../module.ts";
import { SOURCE_TOTAL_FEN_MAX } from "./limits.ts";

export type AccountKind = CodeOf<typeof ACCOUNT_KINDS>;

/**
 * The chart of accounts. An id is `<kind>.<what>`. The normal side is the one on which the balance grows.
 * External accounts may run to any balance; internal ones are never overdrawn (DOMAIN §6).
 */
export const CHART: {
  readonly [kind in AccountKind]: { readonly side: "debit" | "credit"; readonly external: boolean };
} = {
  /** `source.central`: what a source has issued. */
  source: { side: "credit", external: true },
  /** `indicator.<id>`: free money, neither passed down nor approved. */
  indicator: { side: "debit", external: false },
  /** `committed.<id>`: approved and unpaid. */
  committed: { side: "debit", external: false },
  /** `transit.<bank>`: paid by the treasury, not yet confirmed. */
  transit: { side: "debit", external: false },
  /** `payee.<household>`: what a household has received. */
  payee: { side: "debit", external: true },
};

/** An account, and where it belongs. */
export interface AccountRef {
  readonly id: string;
  readonly division: string;
}

export const accountIds = {
  source: (source: string): string => `source.${source}`,
  indicator: (indicator: string): string => `indicator.${indicator}`,
  committed: (indicator: string): string => `committed.${indicator}`,
  transit: (bank: string): string => `transit.${bank}`,
  payee: (household: string): string => `payee.${household}`,
};

const accountSchema = z.strictObject({
  division: divisionCode,
  /** Sums of all postings on each side. */
  debitFen: fenOrZero,
  creditFen: fenOrZero,
});
export type Account = z.infer<typeof accountSchema>;

/** `account/<kind>.<what>` */
export const accountRecord = defineRecord({
  name: "account",
  pattern: "account/:account",
  class: "open",
  schema: accountSchema,
  indexes: ({ account }) => [`account.kind/${accountKind(account)}/${account}`],
  division: (_, value) => value.division,
});

export function accountKind(account: string): AccountKind {
  const kind = account.slice(0, account.indexOf("."));
  if (!Object.hasOwn(CHART, kind)) throw new Error(`account ${account} is of no kind`);
  return kind as AccountKind;
}

/** On the account's normal side, fen; negative only on external accounts. */
export function balanceFen(account: string, value: Account | undefined): number {
  if (value === undefined) return 0;
  const net = value.debitFen - value.creditFen;
  return CHART[accountKind(account)].side === "debit" ? net : -net;
}

/**
 * Moves one side of an account. Refuses `fund.overdrawn` where an internal account lacks the money, and
 * `fund.amount_too_large` where sums would leave what this ledger can count.
 */
export function move(
  ctx: WriteContext,
  account: AccountRef,
  side: "debit" | "credit",
  fen: number,
  path: string,
): void {
  const { id } = account;
  const before = ctx.get(accountRecord, { account: id }) ?? {
    division: account.division,
    debitFen: 0,
    creditFen: 0,
  };
  const after =
    side === "debit"
      ? { ...before, debitFen: before.debitFen + fen }
      : { ...before, creditFen: before.creditFen + fen };
  const kind = accountKind(id);
  const most = kind === "source" ? SOURCE_TOTAL_FEN_MAX : Number.MAX_SAFE_INTEGER;
  if (after.debitFen > most || after.creditFen > most) {
    ctx.refuse("fund.amount_too_large", path, { account: id });
  }
  if (!CHART[kind].external && balanceFen(id, after) < 0) {
    ctx.refuse("fund.overdrawn", path, { account: id, availableFen: balanceFen(id, before) });
  }
  ctx.put(accountRecord, { account: id }, after);
}
