import { Button } from "antd";
import { Link } from "react-router";
import { useDescription, useReader } from "../../ledger/reader.ts";
import { moneyOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { ACT_NAMES } from "./acts.ts";
import { fundTexts } from "./fund-texts.ts";
import { openSteps } from "./open-steps.ts";
import type { Payment } from "./payment-list.tsx";
import type { ChosenStep } from "./step-dialog.tsx";

/** The steps of a payment that the reader may take now. */
export function useOpenSteps(payment: Payment | undefined) {
  const { reader } = useReader();
  const actions = useDescription().data?.data.actions;
  return payment === undefined || reader === undefined || actions === undefined
    ? []
    : openSteps(actions, payment, reader);
}

/** A button for each step that the reader may take; where a signature has to be brought along, a link to the form. */
export function StepButtons({ payment, choose }: { payment: Payment; choose: (step: ChosenStep) => void }) {
  const { t, language } = useTexts();
  const steps = useOpenSteps(payment);
  const { household, n, amountFen } = payment;
  const words = { payment: t(fundTexts.numbered, { household, n }), amount: moneyOf(amountFen, language) };
  return (
    <div className="row">
      {steps
        .toSorted((a, b) => Number(a.act === "fund.reject") - Number(b.act === "fund.reject"))
        .map(({ act, endorsed }) => {
          const name = t(ACT_NAMES[act]);
          return endorsed ? (
            <Link
              key={act}
              to={`/actions/${act}?householdId=${household}&n=${n}`}
              aria-label={t(fundTexts.actFor, { act: t(fundTexts.withSignature), ...words })}
            >
              {t(fundTexts.withSignature)}
            </Link>
          ) : (
            <Button
              key={act}
              type={act === "fund.reject" ? "default" : "primary"}
              aria-haspopup="dialog"
              aria-label={t(fundTexts.actFor, { act: name, ...words })}
              onClick={() => choose({ act, payments: [payment] })}
            >
              {name}
            </Button>
          );
        })}
    </div>
  );
}
