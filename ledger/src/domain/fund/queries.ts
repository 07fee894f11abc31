import { divisionScope } from "../division/codes.ts";
import type { IndexRange } from "../household/queries.ts";
import type { Indicator } from "./indicator-schema.ts";
import type { Payment } from "./payment-schema.ts";
import type { Posting } from "./posting.ts";

/**
 * The trace both ways is made of these ranges: a tranche from the centre down by `indicatorsUnder` to
 * `paymentsOf`, each payment names its household; from a household up by its payments' `indicator` and each
 * indicator's `parent`. Behind each edge stand the postings of its two accounts (`postingsOf`).
 */

/** Indicators held in a division and all under it, by division, year and id. */
export function indicatorsIn(division: string): IndexRange {
  return { index: "indicator.division", prefix: divisionScope(division) };
}

/** The same of one budget year. */
export function indicatorsOfYear(year: number, division: string): IndexRange {
  return { index: "indicator.year", prefix: `${year}/${divisionScope(division)}` };
}

/** Allocations out of an indicator; without one, those issued by a source. */
export function indicatorsUnder(parent?: string): IndexRange {
  return { index: "indicator.parent", prefix: `${parent ?? "root"}/` };
}

/** Indicators that an organisation holds. */
export function indicatorsOf(organisation: string): IndexRange {
  return { index: "indicator.organisation", prefix: `${organisation}/` };
}

/** Payments that cite an indicator. */
export function paymentsOf(indicator: string): IndexRange {
  return { index: "payment.indicator", prefix: `${indicator}/` };
}

/** Payments to households of a division and all under it. */
export function paymentsIn(division: string): IndexRange {
  return { index: "payment.division", prefix: divisionScope(division) };
}

/** The same in one state: what waits for approval, for payment, for the bank. */
export function paymentsInState(state: string, division: string): IndexRange {
  return { index: "payment.state", prefix: `${state}/${divisionScope(division)}` };
}

/** All movements of an account, in the order in which they were made. */
export function postingsOf(account: string): IndexRange {
  return { index: "posting.account", prefix: `${account}/` };
}

/** Accounts of a kind: "source", "indicator", "committed", "transit" or "payee". */
export function accountsOf(kind: string): IndexRange {
  return { index: "account.kind", prefix: `${kind}/` };
}

export function indicatorRows(indicator: string, value: Indicator): string[] {
  return [
    `indicator.division/${value.division}/${value.year}/${indicator}`,
    `indicator.year/${value.year}/${value.division}/${indicator}`,
    `indicator.parent/${value.parent ?? "root"}/${indicator}`,
    `indicator.organisation/${value.organisation}/${indicator}`,
  ];
}

export function paymentRows(household: string, n: string, value: Payment): string[] {
  return [
    `payment.indicator/${value.indicator}/${household}/${n}`,
    `payment.division/${value.division}/${household}/${n}`,
    `payment.state/${value.state}/${value.division}/${household}/${n}`,
  ];
}

export function postingRows(posting: string, value: Posting): string[] {
  return [`posting.account/${value.debit}/${posting}`, `posting.account/${value.credit}/${posting}`];
}
