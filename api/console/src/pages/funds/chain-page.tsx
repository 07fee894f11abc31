import "./funds.css";
import { CODE_LISTS, codeLabel } from "@jingzhun/ledger";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { usePageTitle } from "../../app/page.tsx";
import { Failure, Loading, Nothing, QueryState } from "../../app/states.tsx";
import { appTexts } from "../../app/texts.ts";
import { useCall, useCallPages } from "../../ledger/queries.ts";
import { useReader } from "../../ledger/reader.ts";
import { DivisionName, OrganisationName } from "../../records/names.tsx";
import { dateOf, moneyOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { type ChainLink, chainTo } from "./chain.ts";
import type { Trace } from "./flow.ts";
import { FundNav } from "./fund-nav.tsx";
import { fundTexts } from "./fund-texts.ts";
import { IndicatorLink, IndicatorTransaction, PaymentLink } from "./links.tsx";
import { readsFunds } from "./open-steps.ts";
import type { Payment } from "./payment-list.tsx";
import { Timeline } from "./timeline.tsx";

const SOURCES = CODE_LISTS.get("fund_source");
const STATES = CODE_LISTS.get("payment_state");

/** An indicator that the reader may open: who handled it, and in which transaction. */
function Told({ id, issued }: { id: string; issued: boolean }) {
  const { t, language } = useTexts();
  const query = useCall("funds.indicator", { params: { indicator: id } }, { retry: false });
  return (
    <QueryState query={query} rows={1}>
      {({ data: { by, organisation, issuedOn, document, division, amountFen } }) => (
        <>
          <strong>{t(issued ? fundTexts.issuedStep : fundTexts.allocatedStep)}</strong>{" "}
          <span className="muted">{dateOf(issuedOn, language)}</span> <DivisionName code={division} />{" "}
          <IndicatorLink id={id} text={document} /> {moneyOf(amountFen, language)}
          <div>
            {by.replace(/^operator\//, "")} <IndicatorTransaction id={id} />
          </div>
          <div>
            {t(fundTexts.holder)}
            <OrganisationName id={organisation} />
          </div>
        </>
      )}
    </QueryState>
  );
}

function LinkOf({
  link,
  issued,
  county,
}: {
  link: ChainLink;
  issued: boolean;
  /** Where an indicator that no trace names is: that of a payment which isn't paid yet. */
  county: string;
}) {
  const { t, language } = useTexts();
  const { reader } = useReader();
  const { kind, id, division, fen, document } = link;
  if (kind === "source")
    return (
      <li>
        <strong>{t(fundTexts.sourceStep)}</strong>{" "}
        {SOURCES === undefined ? id : codeLabel(SOURCES, id, language)}
      </li>
    );
  const told = reader !== undefined && readsFunds(reader, division ?? county);
  return (
    <li>
      {told ? (
        <Told id={id} issued={issued} />
      ) : (
        <>
          <strong>{t(issued ? fundTexts.issuedStep : fundTexts.allocatedStep)}</strong>{" "}
          {division === undefined ? null : <DivisionName code={division} />} {document ?? id}{" "}
          {fen === undefined ? null : moneyOf(fen, language)}
          <div className="muted">{t(fundTexts.above)}</div>
        </>
      )}
    </li>
  );
}

function OnePayment({ payment, trace, begin }: { payment: Payment; trace: Trace; begin: boolean }) {
  const { t, language } = useTexts();
  const [open, setOpen] = useState(begin);
  const { household, n, amountFen, state, indicator } = payment;
  const links = chainTo(trace, indicator);
  const stateName = STATES === undefined ? state : codeLabel(STATES, state, language);
  return (
    <details className="panel" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <strong>
          {t(fundTexts.ofPayment, { n, amount: moneyOf(amountFen, language), state: stateName })}
        </strong>
      </summary>
      {open ? (
        <div className="stack">
          <ol className="fund-steps">
            {links.map((link, i) => (
              <LinkOf
                key={link.id}
                link={link}
                issued={links[i - 1]?.kind === "source"}
                county={`${payment.division.slice(0, 6)}000000`}
              />
            ))}
          </ol>
          <Timeline household={household} n={n} state={state} start={links.length + 1} />
          <PaymentLink household={household} n={n} />
        </div>
      ) : null}
    </details>
  );
}

function Payments({ household, trace }: { household: string; trace: Trace }) {
  const { t } = useTexts();
  const { items, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, latest } = useCallPages(
    "payments.ofHousehold",
    { params: { household } },
    { live: true },
  );
  if (items === undefined)
    return error === null ? <Loading /> : <Failure error={error} retry={() => void refetch()} />;
  if (items.length === 0) return <Nothing text={fundTexts.noHouseholdPayments} />;
  return (
    <>
      {items.map((payment, i) => (
        <OnePayment key={payment.n} payment={payment} trace={trace} begin={i === 0} />
      ))}
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

/** Each payment of a household, from the source of its money to the confirmation. */
export default function ChainPage() {
  const { t } = useTexts();
  const { household = "" } = useParams();
  usePageTitle(`${t(fundTexts.chain)} ${household}`);
  const trace = useCall("traces.ofHousehold", { params: { household } }, { live: true });
  return (
    <div className="stack funds">
      <FundNav />
      <div>
        <Link to={`/households/${household}`}>{t(fundTexts.file)}</Link>
      </div>
      <QueryState query={trace}>{({ data }) => <Payments household={household} trace={data} />}</QueryState>
    </div>
  );
}
