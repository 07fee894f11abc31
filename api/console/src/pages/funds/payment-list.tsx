import { Button, Grid } from "antd";
import type { ReactNode } from "react";
import { AsOf } from "../../app/as-of.tsx";
import { Failure, Loading, Nothing } from "../../app/states.tsx";
import { appTexts } from "../../app/texts.ts";
import type { ItemOf, useCallPages } from "../../ledger/queries.ts";
import { DivisionName } from "../../records/names.tsx";
import { Value } from "../../records/value.tsx";
import { dateOf, moneyOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { fundTexts } from "./fund-texts.ts";
import { PaymentLink } from "./links.tsx";

export type Payment = ItemOf<"payments.list">;

/** What names a payment in a sentence. */
export function wordsOf({ household, n }: Pick<Payment, "household" | "n">): {
  household: string;
  n: number;
} {
  return { household, n };
}

/** One key for each payment, in lists and choices. */
export function keyOf({ household, n }: Pick<Payment, "household" | "n">): string {
  return `${household}/${n}`;
}

interface ItemsProps {
  items: readonly Payment[];
  /** A column before the others, and one after them. */
  before?: ((payment: Payment) => ReactNode) | undefined;
  after?: ((payment: Payment) => ReactNode) | undefined;
  /** All are in one state, so how far their approval is says more. */
  waiting?: boolean;
  label: string;
}

function Cards({ items, before, after, waiting = false }: ItemsProps) {
  const { t, language } = useTexts();
  return (
    <ul className="cards">
      {items.map((payment) => {
        const { division, amountFen, purpose, state, appliedOn, approvals, needed } = payment;
        return (
          <li key={keyOf(payment)} className="panel">
            <div className="row">
              {before?.(payment)}
              <PaymentLink {...payment} />
            </div>
            <div className="fund-money">{moneyOf(amountFen, language)}</div>
            <div>
              <DivisionName code={division} /> · <Value name="purpose" value={purpose} /> ·{" "}
              {waiting ? (
                t(fundTexts.approvalsGiven, { given: approvals.length, needed })
              ) : (
                <Value name="state" value={state} record="payment" />
              )}
            </div>
            <div className="muted">{dateOf(appliedOn, language)}</div>
            {after?.(payment)}
          </li>
        );
      })}
    </ul>
  );
}

function Table({ items, before, after, label, waiting = false }: ItemsProps) {
  const { t, language } = useTexts();
  const heads = [
    fundTexts.payment,
    fundTexts.place,
    fundTexts.money,
    fundTexts.purpose,
    waiting ? fundTexts.approvals : fundTexts.state,
    fundTexts.appliedOn,
  ];
  return (
    <div className="table-scroll">
      <table
        className={
          before === undefined
            ? "plain fund-table fund-payments"
            : "plain fund-table fund-payments fund-waiting"
        }
        aria-label={label}
      >
        <thead>
          <tr>
            {before === undefined ? null : <td />}
            {heads.map((head) => (
              <th key={head.en} scope="col">
                {t(head)}
              </th>
            ))}
            {after === undefined ? null : <th scope="col">{t(fundTexts.actions)}</th>}
          </tr>
        </thead>
        <tbody>
          {items.map((payment) => {
            const { division, amountFen, purpose, state, appliedOn, approvals, needed } = payment;
            return (
              <tr key={keyOf(payment)}>
                {before === undefined ? null : <td>{before(payment)}</td>}
                <td className="fund-id">
                  <PaymentLink {...payment} />
                </td>
                <td>
                  <DivisionName code={division} />
                </td>
                <td className="number">{moneyOf(amountFen, language)}</td>
                <td>
                  <Value name="purpose" value={purpose} />
                </td>
                <td className="fund-approvals">
                  {waiting ? (
                    `${approvals.length}/${needed}`
                  ) : (
                    <Value name="state" value={state} record="payment" />
                  )}
                </td>
                <td className="fund-date">{dateOf(appliedOn, language)}</td>
                {after === undefined ? null : <td className="fund-acts">{after(payment)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Payments as a table, or as cards where the screen is narrow. */
export function PaymentItems(props: ItemsProps) {
  const wide = Grid.useBreakpoint().md === true;
  return wide ? <Table {...props} /> : <Cards {...props} />;
}

/** A list of payments with its pages and states. */
export function PaymentPages({
  pages,
  label,
}: {
  pages: ReturnType<typeof useCallPages<"payments.list" | "payments.ofIndicator">>;
  label: string;
}) {
  const { t } = useTexts();
  const { items, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, latest } = pages;
  const failure = error === null ? null : <Failure error={error} retry={() => void refetch()} />;
  if (items === undefined) return failure ?? <Loading />;
  return (
    <>
      {failure}
      {items.length === 0 ? (
        <Nothing text={fundTexts.noPayments} />
      ) : (
        <PaymentItems items={items} label={label} />
      )}
      <div className="row">
        {hasNextPage ? (
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t(appTexts.more)}
          </Button>
        ) : null}
        <AsOf answer={latest} />
      </div>
    </>
  );
}
