import { Alert, Button, Input, Modal } from "antd";
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import { Failure } from "../../app/states.tsx";
import { useClient } from "../../ledger/client.tsx";
import { useCall } from "../../ledger/queries.ts";
import { useDescription } from "../../ledger/reader.ts";
import { mayChange, type SubmissionState, useSubmission, type Work } from "../../ledger/submission.ts";
import { DivisionName } from "../../records/names.tsx";
import { Value } from "../../records/value.tsx";
import { moneyOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import type { Both } from "../../texts/text.ts";
import { refusalsOf } from "../actions/refusals-of.ts";
import { SubmissionPanel } from "../actions/submission-panel.tsx";
import { actionTexts } from "../actions/texts.ts";
import { ACT_NAMES } from "./acts.ts";
import { fundTexts } from "./fund-texts.ts";
import { PAGE_MOST } from "./limits.ts";

import type { Act } from "./open-steps.ts";
import { keyOf, type Payment, wordsOf } from "./payment-list.tsx";
import { entryErrors, refusedPayment, STEP_FIELDS, type StepEntry, stepActions } from "./step-entry.ts";

/** A step that somebody is about to take, with one payment or several. */
export interface ChosenStep {
  readonly act: Act;
  readonly payments: readonly Payment[];
}

function Field({
  label,
  error,
  children,
}: {
  label: string;
  error: string | undefined;
  children: (props: { id: string; "aria-invalid": boolean; "aria-describedby": string }) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, "aria-invalid": error !== undefined, "aria-describedby": `${id}-error` })}
      <div id={`${id}-error`} className="field-error" aria-live="polite">
        {error}
      </div>
    </div>
  );
}

function Banks({ value, change, ...props }: { value: string; change: (bank: string) => void; id: string }) {
  const { t } = useTexts();
  const { data, error, refetch } = useCall("organisations.list", {
    query: { kind: "bank", limit: PAGE_MOST },
  });
  const banks = data?.items.filter(({ status }) => status === "active") ?? [];
  const only = banks.length === 1 ? banks[0]?.id : undefined;
  useEffect(() => {
    if (value === "" && only !== undefined) change(only);
  }, [value, only, change]);
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  return (
    <select {...props} value={value} onChange={(event) => change(event.target.value)}>
      <option value="">{t(fundTexts.bank)}…</option>
      {banks.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

function About({ payments }: { payments: readonly Payment[] }) {
  const { t, language } = useTexts();
  const total = payments.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const [first] = payments;
  if (payments.length > 1)
    return (
      <>
        <p>{t(fundTexts.together, { count: payments.length, amount: moneyOf(total, language) })}</p>
        <details>
          <summary>{t(fundTexts.contents)}</summary>
          <ul>
            {payments.map((payment) => (
              <li key={keyOf(payment)}>
                {t(fundTexts.numbered, wordsOf(payment))} {moneyOf(payment.amountFen, language)}{" "}
                <DivisionName code={payment.division} />
              </li>
            ))}
          </ul>
        </details>
      </>
    );
  if (first === undefined) return null;
  const { household, n, amountFen, division, purpose, period, indicator, approvals, needed } = first;
  const facts: [Both, ReactNode][] = [
    [fundTexts.payment, t(fundTexts.numbered, { household, n })],
    [fundTexts.money, <strong key="money">{moneyOf(amountFen, language)}</strong>],
    [fundTexts.place, <DivisionName key="place" code={division} />],
    [
      fundTexts.purpose,
      <span key="purpose">
        <Value name="purpose" value={purpose} /> {period}
      </span>,
    ],
    [fundTexts.indicator, indicator],
    [fundTexts.steps, t(fundTexts.approvalsGiven, { given: approvals.length, needed })],
  ];
  return (
    <dl className="facts">
      {facts.map(([head, value]) => (
        <div key={head.en}>
          <dt>{t(head)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Refused({ state, payments }: { state: SubmissionState; payments: readonly Payment[] }) {
  const { t } = useTexts();
  const description = useDescription();
  const refusals = refusalsOf(state, description.data?.data.refusals ?? {});
  if (refusals.length === 0) return null;
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      title={t(fundTexts.refused)}
      description={
        <ul>
          {refusals.map(({ code, path, message, hint }) => {
            const about = payments.length > 1 ? refusedPayment(payments, path) : undefined;
            return (
              <li key={`${code} ${path}`}>
                {about === undefined
                  ? null
                  : t(fundTexts.refusedOf, { payment: t(fundTexts.numbered, wordsOf(about)) })}
                {t(message)}。{t(hint)}
              </li>
            );
          })}
        </ul>
      }
    />
  );
}

/** The proved outcome, and the way back to the list. */
function Done({
  state,
  close,
}: {
  state: Extract<SubmissionState, { step: "applied" | "rejected" }>;
  close: () => void;
}) {
  const { t } = useTexts();
  const { id, height, certificate } = state.outcome;
  return (
    <>
      <Alert
        role="status"
        type="success"
        showIcon
        title={t(actionTexts.applied)}
        description={t(actionTexts.proof, { height, count: certificate.seals.length })}
      />
      <div className="row">
        <Button type="primary" autoFocus onClick={close}>
          {t(fundTexts.done)}
        </Button>
        <Link to={`/transactions/${id}`}>{t(actionTexts.transaction)}</Link>
      </div>
    </>
  );
}

function Step({ act, payments, close }: ChosenStep & { close: () => void }) {
  const { t } = useTexts();
  const client = useClient();
  const [first] = payments;
  const submission = useSubmission(`${act}/${first === undefined ? "" : keyOf(first)}`);
  const { state, check, submit } = submission;
  const [entry, setEntry] = useState<StepEntry>({ reason: "", voucher: "", bank: "", paidOn: "" });
  const [tried, setTried] = useState(false);
  const fields = STEP_FIELDS[act];
  const errors = entryErrors(act, entry);
  const work = useMemo<Work>(
    () => ({ actions: stepActions(act, payments, entry), attachments: [] }),
    [act, payments, entry],
  );
  /** What is to be submitted as soon as its check agrees: that very work, not what was typed since. */
  const wanted = useRef<Work | undefined>(undefined);
  const set = useMemo(
    () => (field: keyof StepEntry) => (value: string) =>
      setEntry((before) => ({ ...before, [field]: value })),
    [],
  );
  const setBank = useMemo(() => set("bank"), [set]);

  useEffect(() => {
    if (fields.includes("paidOn"))
      client.today().then(
        (today) => setEntry((before) => ({ ...before, paidOn: before.paidOn || today })),
        () => {},
      );
  }, [client, fields]);
  // Where there is nothing to fill in, what stands against it shows at once. Once: what was sent before is waited for.
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || fields.length > 0 || state.step !== "idle") return;
    begun.current = true;
    void check(work);
  }, [fields, state.step, check, work]);
  useEffect(() => {
    if (state.step !== "checked") return;
    const agreed = wanted.current;
    wanted.current = undefined;
    if (agreed !== undefined && state.simulation.status === "applied") void submit(agreed);
  }, [state, submit]);

  const agreed = state.step === "checked" && state.simulation.status === "applied";
  const send = () => {
    setTried(true);
    if (Object.keys(errors).length > 0) return;
    if (agreed && fields.length === 0) void submit(work);
    else {
      wanted.current = work;
      void check(work);
    }
  };
  const wrong = (field: keyof StepEntry) => {
    const text = errors[field];
    return tried && text !== undefined ? t(text) : undefined;
  };
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <About payments={payments} />
      {mayChange(state) && fields.includes("reason") ? (
        <Field label={t(fundTexts.reasonLabel)} error={wrong("reason")}>
          {(props) => (
            <Input.TextArea
              {...props}
              rows={3}
              maxLength={200}
              value={entry.reason}
              onChange={(event) => set("reason")(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      {mayChange(state) && fields.includes("voucher") ? (
        <>
          <Field label={t(fundTexts.voucher)} error={wrong("voucher")}>
            {(props) => (
              <Input
                {...props}
                maxLength={60}
                value={entry.voucher}
                onChange={(event) => set("voucher")(event.target.value)}
              />
            )}
          </Field>
          <Field label={t(fundTexts.bank)} error={wrong("bank")}>
            {(props) => <Banks {...props} value={entry.bank} change={setBank} />}
          </Field>
          <Field label={t(fundTexts.paidOn)} error={wrong("paidOn")}>
            {(props) => (
              <Input
                {...props}
                type="date"
                value={entry.paidOn}
                onChange={(event) => set("paidOn")(event.target.value)}
              />
            )}
          </Field>
        </>
      ) : null}
      <Refused state={state} payments={payments} />
      {agreed && wanted.current === undefined && fields.length === 0 ? (
        <Alert role="status" type="success" showIcon title={t(fundTexts.checked)} />
      ) : null}
      {state.step === "applied" ? (
        <Done state={state} close={close} />
      ) : (
        <SubmissionPanel
          state={agreed ? { step: "idle" } : state}
          onSubmit={send}
          onWait={submission.waitAgain}
          onChange={submission.reset}
          onAnother={close}
        />
      )}
      {mayChange(state) ? (
        <div className="row">
          <Button
            type="primary"
            htmlType="submit"
            loading={state.step === "checking"}
            disabled={state.step === "checked" && !agreed && fields.length === 0}
          >
            {t(fundTexts.signSubmit)}
          </Button>
          <Button onClick={close}>{t(fundTexts.cancel)}</Button>
        </div>
      ) : null}
    </form>
  );
}

/** Checks, signs and submits one step; it stays open until its outcome is known and was read. */
export function StepDialog({ chosen, close }: { chosen: ChosenStep | undefined; close: () => void }) {
  const { t } = useTexts();
  return (
    <Modal
      open={chosen !== undefined}
      title={chosen === undefined ? "" : t(ACT_NAMES[chosen.act])}
      onCancel={close}
      footer={null}
      destroyOnHidden
    >
      {chosen === undefined ? null : (
        <Step
          key={`${chosen.act} ${chosen.payments.map(keyOf).join(" ")}`}
          act={chosen.act}
          payments={chosen.payments}
          close={close}
        />
      )}
    </Modal>
  );
}
