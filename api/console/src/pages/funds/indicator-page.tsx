import { DivisionName } from "../../records/names.tsx";
import "./funds.css";
import type { Routes } from "@jingzhun/client-sdk";
import { accountIds } from "@jingzhun/ledger";
import { Button } from "antd";
import { Link, useParams } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { usePageTitle } from "../../app/page.tsx";
import { Failure, Loading, QueryState } from "../../app/states.tsx";
import { TableHead } from "../../app/table-head.tsx";
import { appTexts } from "../../app/texts.ts";
import { useCall, useCallPages } from "../../ledger/queries.ts";
import { mayTry, useDescription, useReader } from "../../ledger/reader.ts";
import { Facts } from "../../records/value.tsx";
import { Verify } from "../../records/verify.tsx";
import { moneyOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { AccountPanel } from "./account-panel.tsx";
import { FundNav } from "./fund-nav.tsx";
import { fundTexts } from "./fund-texts.ts";
import { IndicatorLink } from "./links.tsx";
import { readsFunds, type StepReader } from "./open-steps.ts";
import { PaymentPages } from "./payment-list.tsx";

type Indicator = Routes["funds.indicator"]["response"]["data"];

function Balances({ indicator }: { indicator: Indicator }) {
  const { t, language } = useTexts();
  const { amountFen, freeFen, committedFen } = indicator;
  const figures = [
    { head: fundTexts.amount, fen: amountFen },
    { head: fundTexts.committed, fen: committedFen },
    { head: fundTexts.free, fen: freeFen },
  ];
  return (
    <ul className="cards">
      {figures.map(({ head, fen }) => (
        <li key={head.en} className="panel">
          <div className="muted">{t(head)}</div>
          <div className="fund-money">{moneyOf(fen, language)}</div>
        </li>
      ))}
    </ul>
  );
}

function Allocations({ indicator }: { indicator: string }) {
  const { t, language } = useTexts();
  const { items, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useCallPages(
    "funds.allocations",
    { params: { indicator } },
    { live: true },
  );
  if (items === undefined)
    return error === null ? <Loading /> : <Failure error={error} retry={() => void refetch()} />;
  if (items.length === 0) return <p className="muted">{t(fundTexts.noAllocations)}</p>;
  return (
    <>
      <div className="table-scroll">
        <table className="plain fund-table" aria-label={t(fundTexts.allocations)}>
          <TableHead heads={[fundTexts.batch, fundTexts.division, fundTexts.amount, fundTexts.free]} />
          <tbody>
            {items.map(({ id, document, division, amountFen, freeFen }) => (
              <tr key={id}>
                <th scope="row">
                  <IndicatorLink id={id} text={document} />
                </th>
                <td>
                  <DivisionName code={division} />
                </td>
                <td className="number">{moneyOf(amountFen, language)}</td>
                <td className="number">{moneyOf(freeFen, language)}</td>
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

function Payments({ indicator }: { indicator: string }) {
  const { t } = useTexts();
  const pages = useCallPages("payments.ofIndicator", { params: { indicator } }, { live: true });
  return <PaymentPages pages={pages} label={t(fundTexts.paymentsOf)} />;
}

function Upward({ parent, division }: { parent: string | undefined; division: string }) {
  const { t } = useTexts();
  const { reader } = useReader();
  const above = useCall(
    "funds.indicator",
    { params: { indicator: parent ?? "" } },
    { enabled: parent !== undefined && reader !== undefined && readsAbove(reader, division), retry: false },
  );
  if (parent === undefined) return <p className="muted">{t(fundTexts.trunk)}</p>;
  const found = above.data?.data;
  return (
    <p>
      {t(fundTexts.upward)}{" "}
      {found === undefined ? (
        <span className="mono">{parent}</span>
      ) : (
        <>
          <IndicatorLink id={parent} text={found.document} /> <DivisionName code={found.division} />
        </>
      )}
    </p>
  );
}

/** Does the reader's scope reach further up than this division? */
function readsAbove(reader: StepReader, division: string): boolean {
  const roles = reader.roles.filter((role) => role.division !== division);
  return readsFunds({ ...reader, roles }, division);
}

/** One indicator: facts, balances, what it was divided into, its payments, its accounts. */
export default function IndicatorPage() {
  const { t } = useTexts();
  const { indicator = "" } = useParams();
  const { reader } = useReader();
  const description = useDescription();
  const query = useCall("funds.indicator", { params: { indicator } }, { live: true });
  const document = query.data?.data.document;
  usePageTitle(document);
  const allocate = description.data?.data.actions.find(({ type }) => type === "fund.allocate");
  return (
    <div className="stack funds">
      <FundNav />
      <QueryState query={query}>
        {(answer) => {
          const { id, version, ...all } = answer.data;
          const { freeFen: _, committedFen: __, amountFen: ___, ...open } = all;
          // Where it came from stands as a link above, and only to whom that is told.
          const { parent, root: ____, ...facts } = open;
          const holds = reader?.organisation === facts.organisation;
          const mayAllocate =
            holds && reader !== undefined && allocate !== undefined && mayTry(allocate.permission, reader);
          return (
            <>
              <section className="stack" aria-labelledby="fund-balances">
                <h2 id="fund-balances">{t(fundTexts.balances)}</h2>
                <Balances indicator={answer.data} />
                <div className="row">
                  <Link to={`/funds/flow?indicator=${id}`}>{t(fundTexts.openFlow)}</Link>
                  {mayAllocate ? (
                    <Link to={`/actions/fund.allocate?parentId=${id}`}>{t(fundTexts.allocateMore)}</Link>
                  ) : null}
                </div>
              </section>
              <section className="panel stack" aria-labelledby="fund-facts">
                <h2 id="fund-facts">{t(fundTexts.facts)}</h2>
                <Upward parent={parent} division={facts.division} />
                <Facts fields={facts} record="indicator" />
                <AsOf answer={answer} />
                <Verify recordKey={`indicator/${id}`} shownVersion={version} />
              </section>
              <section className="stack" aria-labelledby="fund-allocations">
                <h2 id="fund-allocations">{t(fundTexts.allocations)}</h2>
                <Allocations indicator={id} />
              </section>
              <section className="stack" aria-labelledby="fund-payments">
                <h2 id="fund-payments">{t(fundTexts.paymentsOf)}</h2>
                <Payments indicator={id} />
              </section>
              <section className="stack" aria-labelledby="fund-accounts">
                <h2 id="fund-accounts">{t(fundTexts.accounts)}</h2>
                <AccountPanel account={accountIds.indicator(id)} />
                <AccountPanel account={accountIds.committed(id)} />
              </section>
            </>
          );
        }}
      </QueryState>
    </div>
  );
}
