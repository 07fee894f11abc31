import type { Action } from "@jingzhun/client-sdk";
import type { Both } from "../../texts/text.ts";
import { fundTexts } from "./fund-texts.ts";
import type { Act } from "./open-steps.ts";

/** What the dialog asks for, as typed. */
export interface StepEntry {
  readonly reason: string;
  readonly voucher: string;
  readonly bank: string;
  readonly paidOn: string;
}

type Field = keyof StepEntry;

/** The fields of each step. */
export const STEP_FIELDS: { readonly [act in Act]: readonly Field[] } = {
  "fund.approve": [],
  "fund.reject": ["reason"],
  "fund.pay": ["voucher", "bank", "paidOn"],
  "fund.acknowledge": [],
};

const lengthIn = (text: string, least: number, most: number) => {
  const length = [...text.trim()].length;
  return length >= least && length <= most;
};

const WRONG: { readonly [field in Field]: { text: Both; fits: (value: string) => boolean } } = {
  reason: { text: fundTexts.reasonWrong, fits: (value) => lengthIn(value, 2, 200) },
  voucher: { text: fundTexts.voucherWrong, fits: (value) => lengthIn(value, 2, 60) },
  bank: { text: fundTexts.bankWrong, fits: (value) => value !== "" },
  paidOn: { text: fundTexts.paidOnWrong, fits: (value) => /^\d{4}-\d{2}-\d{2}$/.test(value) },
};

/** What is wrong with the entry, by field. */
export function entryErrors(act: Act, entry: StepEntry): { readonly [field in Field]?: Both } {
  return Object.fromEntries(
    STEP_FIELDS[act]
      .filter((field) => !WRONG[field].fits(entry[field]))
      .map((field) => [field, WRONG[field].text]),
  );
}

/** The actions of a step, one for each payment, each relying on the version that was looked at. */
export function stepActions(
  act: Act,
  payments: readonly { readonly household: string; readonly n: number; readonly version: number }[],
  { reason, voucher, bank, paidOn }: StepEntry,
): Action[] {
  const more = {
    "fund.approve": {},
    "fund.reject": { reason: reason.trim() },
    "fund.pay": { voucher: voucher.trim(), bank, paidOn },
    "fund.acknowledge": {},
  }[act];
  return payments.map(({ household, n, version }) => {
    // A confirmation changes nothing that was looked at, so it relies on no version.
    const relied = act === "fund.acknowledge" ? {} : { expectVersion: version };
    return [act, { householdId: household, n, ...more, ...relied }];
  });
}

/** Which of the payments a refusal is about: `actions.2.n` is about the third. */
export function refusedPayment<P>(payments: readonly P[], path: string): P | undefined {
  const match = /^actions\.(\d+)(\.|$)/.exec(path);
  return match === null ? undefined : payments[Number(match[1])];
}
