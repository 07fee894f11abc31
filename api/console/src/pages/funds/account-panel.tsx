import { NotFoundError } from "@jingzhun/client-sdk";
import { accountKind } from "@jingzhun/ledger";
import { Button } from "antd";
import { useId, useState } from "react";
import { Failure, Loading, QueryState } from "../../app/states.tsx";
import { TableHead } from "../../app/table-head.tsx";
import { appTexts } from "../../app/texts.ts";
import { useCall, useCallPages } from "../../ledger/queries.ts";
import { Value } from "../../records/value.tsx";
import { dateOf, moneyOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { fundTexts } from "./fund-texts.ts";
import { AboutLink, TransactionAt } from "./links.tsx";

function Entries({ account }: { account: string }) {
  const { t, language } = useTexts();
  const { items, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useCallPages(
    "funds.postings",
    { params: { account }, query: { limit: 20 } },
    {},
  );
  if (items === undefined)
    return error === null ? <Loading /> : <Failure error={error} retry={() => void refetch()} />;
  if (items.length === 0) return <p className="muted">{t(fundTexts.noEntries)}</p>;
  const heads = [fundTexts.date, fundTexts.kind, fundTexts.change, fundTexts.about, fundTexts.transaction];
  return (
    <>
      <div className="table-scroll">
        <table className="plain fund-table" aria-label={`${t(fundTexts.entries)} ${account}`}>
          <TableHead heads={heads} />
          <tbody>
            {items.map(({ id, on, kind, debit, fen, about, height, txIndex }) => (
              <tr key={id}>
                <td className="fund-date">{dateOf(on, language)}</td>
                <td>
                  <Value name="kind" value={kind} record="posting" />
                </td>
                <td className="number">
                  {debit === account ? "+" : "−"}
                  {moneyOf(fen, language)}
                </td>
                <td>
                  <AboutLink recordKey={about} />
                </td>
                <td>
                  <TransactionAt height={height} index={txIndex} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hasNextPage ? (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t(appTexts.more)}
        </Button>
      ) : null}
    </>
  );
}

/** An account's sums; its entries when they are opened. */
export function AccountPanel({ account }: { account: string }) {
  const { t, language } = useTexts();
  const heading = useId();
  const [open, setOpen] = useState(false);
  const query = useCall("funds.account", { params: { account } }, { live: true, retry: false });
  return (
    <section className="panel stack" aria-labelledby={heading}>
      <h3 id={heading}>
        <Value name="kind" value={accountKind(account)} record="account" />
      </h3>
      <span className="mono muted">{account}</span>
      {query.error instanceof NotFoundError ? (
        // An account comes into being with its first entry.
        <p className="muted">{t(fundTexts.noEntries)}</p>
      ) : (
        <QueryState query={query} rows={2}>
          {({ data: { debitFen, creditFen, balanceFen } }) => (
            <>
              <dl className="facts">
                {[
                  { head: fundTexts.debits, fen: debitFen },
                  { head: fundTexts.credits, fen: creditFen },
                  { head: fundTexts.balance, fen: balanceFen },
                ].map(({ head, fen }) => (
                  <div key={head.en}>
                    <dt>{t(head)}</dt>
                    <dd>{moneyOf(fen, language)}</dd>
                  </div>
                ))}
              </dl>
              <details onToggle={(event) => setOpen(event.currentTarget.open)}>
                <summary>{t(fundTexts.entries)}</summary>
                {open ? <Entries account={account} /> : null}
              </details>
            </>
          )}
        </QueryState>
      )}
    </section>
  );
}
