import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { TableHead } from "../../app/table-head.tsx";
import { appTexts } from "../../app/texts.ts";
import { useCall } from "../../ledger/queries.ts";
import { Value } from "../../records/value.tsx";
import { moneyOf, timeOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { type FlowEdge, REST } from "./flow.ts";
import { fundTexts } from "./fund-texts.ts";
import { BEHIND_PAGE } from "./limits.ts";
import { AboutLink, IndicatorTransaction, PaymentLink } from "./links.tsx";
import { stepsOf } from "./payment-steps.ts";
import { STEP_NAMES } from "./timeline.tsx";

function PaymentBehind({ household, n }: { household: string; n: number }) {
  const { t, language } = useTexts();
  const payment = useCall("payments.get", { params: { household, n } }, { retry: false });
  const history = useCall("payments.history", { params: { household, n } }, { retry: false });
  const found = payment.data?.data;
  return (
    <tr>
      <th scope="row">
        <PaymentLink household={household} n={n} />
      </th>
      <td className="number">{found === undefined ? "…" : moneyOf(found.amountFen, language)}</td>
      <td>{found === undefined ? "…" : <Value name="state" value={found.state} record="payment" />}</td>
      <td>
        <ul>
          {stepsOf(history.data?.items ?? []).map(({ version, kind, txId, time }) => (
            <li key={version}>
              {txId === undefined ? (
                t(STEP_NAMES[kind])
              ) : (
                <Link to={`/transactions/${txId}`}>{t(STEP_NAMES[kind])}</Link>
              )}{" "}
              <span className="muted">{timeOf(time, language)}</span>
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}

function Payments({ records }: { records: readonly string[] }) {
  const { t } = useTexts();
  const [shown, setShown] = useState(BEHIND_PAGE);
  const payments = records.map((key) => key.split("/")).slice(0, shown);
  return (
    <>
      <div className="table-scroll">
        <table className="plain fund-table" aria-label={t(fundTexts.detailsHere)}>
          <TableHead heads={[fundTexts.payment, fundTexts.money, fundTexts.state, fundTexts.transaction]} />
          <tbody>
            {payments.map(([, household = "", , n]) => (
              <PaymentBehind key={`${household}/${n}`} household={household} n={Number(n)} />
            ))}
          </tbody>
        </table>
      </div>
      {records.length > shown ? (
        <Button onClick={() => setShown(shown + BEHIND_PAGE)}>
          {t(appTexts.more)} ({shown}/{records.length})
        </Button>
      ) : null}
    </>
  );
}

/** The payments and transactions behind one flow. Takes the focus, since it stands below what was clicked. */
export function Behind({
  edge,
  nameOf,
  readable,
}: {
  edge: FlowEdge;
  nameOf: (id: string) => string;
  /** May the reader open this indicator? */
  readable: (indicator: string) => boolean;
}) {
  const { t, language } = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const { from, to, fen, records } = edge;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another edge is another thing to look at
  useEffect(() => {
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: "nearest" });
  }, [from, to]);
  const [first = ""] = records;
  const indicator = first.startsWith("indicator/") ? first.slice("indicator/".length) : undefined;
  return (
    <section className="panel stack" aria-labelledby="flow-behind">
      <h2 id="flow-behind" ref={heading} tabIndex={-1}>
        {t(fundTexts.detailsTitle, { from: nameOf(from), to: nameOf(to) })}
      </h2>
      <div className="fund-money">{moneyOf(fen, language)}</div>
      {to === REST ? <p>{t(fundTexts.restBehind)}</p> : null}
      {indicator === undefined ? null : (
        <p>
          {readable(indicator) ? (
            <>
              <AboutLink recordKey={first} /> <IndicatorTransaction id={indicator} />
            </>
          ) : (
            t(fundTexts.above)
          )}
        </p>
      )}
      {indicator === undefined && to !== REST ? <Payments key={`${from} ${to}`} records={records} /> : null}
    </section>
  );
}
