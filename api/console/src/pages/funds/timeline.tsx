import { Link } from "react-router";
import { Failure, Loading } from "../../app/states.tsx";
import { useCallPages } from "../../ledger/queries.ts";
import { OrganisationName } from "../../records/names.tsx";
import { timeOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import type { Both } from "../../texts/text.ts";
import { fundTexts } from "./fund-texts.ts";
import { type PaymentStep, type StepKind, stepsOf } from "./payment-steps.ts";
import { waitingTexts } from "./waiting-texts.ts";

export const STEP_NAMES: { readonly [kind in StepKind]: Both } = {
  applied: fundTexts.stepApplied,
  approval: fundTexts.stepApproval,
  approved: fundTexts.stepApproved,
  rejected: fundTexts.stepRejected,
  paid: fundTexts.stepPaid,
  bank: fundTexts.stepBank,
  household: fundTexts.stepHousehold,
  other: fundTexts.stepOther,
};

const NEXT: { readonly [state: string]: Both } = {
  applied: waitingTexts.toApprove,
  approved: waitingTexts.toPay,
  paid: waitingTexts.toAcknowledge,
};

function Who({ kind, by }: Pick<PaymentStep, "kind" | "by">) {
  const { t } = useTexts();
  if (by === undefined) return t(fundTexts.system);
  const { organisation, operator } = by;
  // A household's key names the organisation that registered it, which didn't act.
  if (kind === "household" && operator === undefined) return t(fundTexts.householdItself);
  return (
    <>
      {organisation === undefined ? null : <OrganisationName id={organisation} />} {operator}
    </>
  );
}

function Step({ step }: { step: PaymentStep }) {
  const { t, language } = useTexts();
  const { kind, by, time, txId, reason } = step;
  return (
    <li>
      <strong>{t(STEP_NAMES[kind])}</strong> <span className="muted">{timeOf(time, language)}</span>
      <div>
        <Who kind={kind} by={by} />{" "}
        {txId === undefined ? null : <Link to={`/transactions/${txId}`}>{t(fundTexts.transaction)}</Link>}
      </div>
      {reason === undefined || kind !== "rejected" ? null : <div>{t(fundTexts.reason, { reason })}</div>}
    </li>
  );
}

/** Every step of a payment so far, by whom, when and in which transaction, and what is still to come. */
export function Timeline({
  household,
  n,
  state,
  start = 1,
}: {
  household: string;
  n: number;
  state: string;
  /** Number of the first step, where others come before it. */
  start?: number;
}) {
  const { t } = useTexts();
  // A payment has fewer steps than a page has versions.
  const { items, error, refetch } = useCallPages(
    "payments.history",
    { params: { household, n } },
    { live: true },
  );
  if (items === undefined)
    return error === null ? <Loading /> : <Failure error={error} retry={() => void refetch()} />;
  const next = NEXT[state];
  return (
    <>
      <ol className="fund-steps" start={start}>
        {stepsOf(items).map((step) => (
          <Step key={step.version} step={step} />
        ))}
      </ol>
      {next === undefined ? null : <p className="muted">{t(fundTexts.next, { step: t(next) })}</p>}
    </>
  );
}
