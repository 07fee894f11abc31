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
import { dateOf, moneyOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { OrganisationName } from "../explorer/organisation-name.tsx";
import { type ChainLink, chainTo } from "./chain.ts";
import type { Trace } from "./flow.ts";
import { FundNav } from "./fund-nav.tsx";
import { fundTexts } from "./fund-texts.ts";
import { DivisionName, IndicatorLink, IndicatorTransaction, PaymentLink } from "./links.tsx";
import { readsFunds } from "./open-steps.ts";
import type { Payment } from "./payment-list.tsx";
import { Timeline } from "./timeline.tsx";

const SOURCES = CODE_LISTS.get("fund_source");
const STATES = CODE_LISTS.get("payment_state");

/** Who handled an indicator, where the reader may know. */
function Handled({ id }: { id: string }) {
  const { t, language } = useTexts();
  const query = useCall("funds.indicator", { params: { indicator: id } }, { retry: false });
  return (
    <QueryState query={query} rows={1}>
      {({ data: { by, organisation, issuedOn } }) => (
        <div>
          <span className="muted">{dateOf(issuedOn, language)}</span> {by.replace(/^operator\//, "")}{" "}
          {t(fundTexts.holder)}
          <OrganisationName id={organisation} /> <IndicatorTransaction id={id} />
        </div>
      )}
    </QueryState>
  );
}

function LinkOf({ link, first }: { link: ChainLink; first: boolean }) {
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
  const told = reader !== undefined && (division === undefined || readsFunds(reader, division));
  return (
    <li>
      <strong>{t(first ? fundTexts.issuedStep : fundTexts.allocatedStep)}</strong>{" "}
      {division === undefined ? null : <DivisionName code={division} />}{" "}
      {told && reader.kind !== "household" ? <IndicatorLink id={id} text={document} /> : document}{" "}
      {fen === undefined ? null : moneyOf(fen, language)}
      {told && reader.kind !== "household" ? (
        <Handled id={id} />
      ) : (
        <div className="muted">{t(fundTexts.above)}</div>
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
              <LinkOf key={link.id} link={link} first={links[i - 1]?.kind === "source"} />
            ))}
          </ol>
          <Timeline household={household} n={n} state={state} />
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
    <div className="stack">
      <FundNav />
      <div>
        <Link to={`/households/${household}`}>{t(fundTexts.file)}</Link>
      </div>
      <QueryState query={trace}>{({ data }) => <Payments household={household} trace={data} />}</QueryState>
    </div>
  );
}
