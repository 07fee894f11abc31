import { DivisionName } from "../../records/names.tsx";
import "./funds.css";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { usePageTitle } from "../../app/page.tsx";
import { Nothing, QueryState } from "../../app/states.tsx";
import { useCall } from "../../ledger/queries.ts";
import { entryNumber } from "../../records/entry-number.ts";
import { RecordLink } from "../../records/record-link.tsx";
import { Facts, Value } from "../../records/value.tsx";
import { Verify } from "../../records/verify.tsx";
import { moneyOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { FundNav } from "./fund-nav.tsx";
import { fundTexts } from "./fund-texts.ts";
import { IndicatorLink } from "./links.tsx";
import type { Payment } from "./payment-list.tsx";
import { StepButtons, useOpenSteps } from "./step-buttons.tsx";
import { type ChosenStep, StepDialog } from "./step-dialog.tsx";
import { Timeline } from "./timeline.tsx";

function MySteps({ payment }: { payment: Payment }) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<ChosenStep | undefined>();
  const steps = useOpenSteps(payment);
  return (
    <>
      {steps.length === 0 ? null : (
        <section className="panel stack" aria-labelledby="payment-mine">
          <h2 id="payment-mine">{t(fundTexts.mySteps)}</h2>
          <StepButtons payment={payment} choose={setChosen} />
        </section>
      )}
      <StepDialog chosen={chosen} close={() => setChosen(undefined)} />
    </>
  );
}

function One({ household, n }: { household: string; n: number }) {
  const { t, language } = useTexts();
  const query = useCall("payments.get", { params: { household, n } }, { live: true });
  usePageTitle(query.data === undefined ? undefined : t(fundTexts.numbered, { household, n }));
  return (
    <QueryState query={query}>
      {(answer) => {
        const { household: _, n: __, version, state, amountFen, indicator, ...facts } = answer.data;
        const key = `household/${household}/payments/${n}`;
        return (
          <>
            <section className="panel stack" aria-labelledby="payment-state">
              <h2 id="payment-state">
                <Value name="state" value={state} record="payment" />
              </h2>
              <div className="fund-money">{moneyOf(amountFen, language)}</div>
              <div className="row">
                <Link to={`/households/${household}`}>{t(fundTexts.file)}</Link>
                <Link to={`/funds/households/${household}`}>{t(fundTexts.chain)}</Link>
                <span>
                  {t(fundTexts.indicator)} <IndicatorLink id={indicator} />
                </span>
              </div>
            </section>
            <MySteps payment={answer.data} />
            <section className="panel stack" aria-labelledby="payment-steps">
              <h2 id="payment-steps">{t(fundTexts.steps)}</h2>
              <Timeline household={household} n={n} state={state} />
            </section>
            <section className="panel stack" aria-labelledby="payment-facts">
              <h2 id="payment-facts">{t(fundTexts.contents)}</h2>
              <div>
                <DivisionName code={facts.division} />
              </div>
              <Facts fields={facts} record="payment" />
              <AsOf answer={answer} />
              <Verify recordKey={key} shownVersion={version} />
              <RecordLink recordKey={key} text={t(fundTexts.record)} />
            </section>
          </>
        );
      }}
    </QueryState>
  );
}

/** One payment: its state and amount, what may be done, what happened, and the proof. */
export default function PaymentPage() {
  const { household = "", n = "" } = useParams();
  const number = entryNumber(n);
  return (
    <div className="stack funds">
      <FundNav />
      {number === undefined ? (
        <Nothing text={fundTexts.noSuchPayment} />
      ) : (
        <One household={household} n={number} />
      )}
    </div>
  );
}
