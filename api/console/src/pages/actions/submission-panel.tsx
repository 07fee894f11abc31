import { RefusedError } from "@jingzhun/client-sdk";
import { Alert, Button, Spin } from "antd";
import { useEffect, useRef } from "react";
import { Link } from "react-router";
import { Failure } from "../../app/states.tsx";
import type { Simulation, SubmissionState } from "../../ledger/submission.ts";
import { RecordLink } from "../../records/record-link.tsx";
import { Value } from "../../records/value.tsx";
import { fieldLabel } from "../../texts/fields.ts";
import { useTexts } from "../../texts/language.tsx";
import { roleName } from "../../texts/roles.ts";
import { actionTexts } from "./texts.ts";

/** What a dry run says would happen. */
function Preview({ simulation }: { simulation: Simulation }) {
  const { t, language } = useTexts();
  const { changed, events, next } = simulation;
  return (
    <div className="stack">
      <Alert type="success" showIcon title={t(actionTexts.wouldChange)} />
      <section className="panel">
        <h3>{t(actionTexts.changes)}</h3>
        <ul>
          {changed.map(({ key, fields }) => (
            <li key={key}>
              <RecordLink recordKey={key} />
              {fields.length === 0 ? null : (
                <span className="muted">
                  {" "}
                  {fields
                    .map((path) =>
                      path
                        .split(".")
                        .map((step) => fieldLabel(step, language))
                        .join(" "),
                    )
                    .join("、")}
                </span>
              )}
            </li>
          ))}
        </ul>
        <h3>{t(actionTexts.events)}</h3>
        {events.map(({ type, data }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: events have no id before they happen, and their order is fixed
          <div key={i}>
            <code>{type}</code>
            <Value name="" value={data} record={type.split(".")[0] ?? ""} />
          </div>
        ))}
        <h3>{t(actionTexts.next)}</h3>
        {next.length === 0 ? <p>{t(actionTexts.noNext)}</p> : null}
        <ul>
          {next.map(({ action, title, roles }) => (
            <li key={action}>
              {t(actionTexts.nextBy, {
                action: t(title),
                roles: [...new Set(roles.map(({ role }) => roleName(role, language)))].join("、"),
              })}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** Only what a node has said is told: without a connection nothing counts as submitted. */
function progressOf(state: Extract<SubmissionState, { step: "sending" | "waiting" }>) {
  if (state.step === "sending") return actionTexts.sending;
  return state.taken ? actionTexts.waiting : actionTexts.notTaken;
}

/** The way of a transaction after the form: preview, progress, outcome. It takes the focus at each step. */
export function SubmissionPanel({
  state,
  onSubmit,
  onWait,
  onChange,
  onAnother,
}: {
  state: SubmissionState;
  onSubmit: () => void;
  onWait: () => void;
  onChange: () => void;
  onAnother: () => void;
}) {
  const { t } = useTexts();
  const panel = useRef<HTMLDivElement>(null);
  const { step } = state;
  const agreed = state.step === "checked" && state.simulation.status === "applied";
  useEffect(() => {
    if (step === "waiting" || step === "applied" || step === "expired" || agreed) panel.current?.focus();
  }, [step, agreed]);
  return (
    <div ref={panel} tabIndex={-1} aria-live="polite" className="stack">
      {state.step === "checking" ? <Spin description={t(actionTexts.checking)} /> : null}
      {state.step === "checked" && agreed ? (
        <>
          <Preview simulation={state.simulation} />
          <div className="row">
            <Button type="primary" onClick={onSubmit}>
              {t(actionTexts.submit)}
            </Button>
            <Button onClick={onChange}>{t(actionTexts.again)}</Button>
          </div>
        </>
      ) : null}
      {state.step === "sending" || state.step === "waiting" ? (
        <div className="row">
          <Spin />
          <span>{t(progressOf(state))}</span>
          {state.step === "waiting" ? <code className="mono">{state.id.slice(0, 16)}…</code> : null}
        </div>
      ) : null}
      {state.step === "applied" ? (
        <>
          <Alert
            type="success"
            showIcon
            title={t(actionTexts.applied)}
            description={t(actionTexts.proof, {
              height: state.outcome.height,
              count: state.outcome.certificate.seals.length,
            })}
          />
          <div className="row">
            <Link to={`/transactions/${state.outcome.id}`}>{t(actionTexts.transaction)}</Link>
            <Button onClick={onAnother}>{t(actionTexts.another)}</Button>
          </div>
        </>
      ) : null}
      {state.step === "expired" ? <Alert type="warning" showIcon title={t(actionTexts.expired)} /> : null}
      {state.step === "failed" && !(state.error instanceof RefusedError) ? (
        <>
          <Failure error={state.error} />
          {state.id === undefined ? null : (
            <Alert
              type="warning"
              showIcon
              title={t(actionTexts.failedSent)}
              action={<Button onClick={onWait}>{t(actionTexts.waitOn)}</Button>}
            />
          )}
        </>
      ) : null}
    </div>
  );
}
