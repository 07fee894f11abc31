import { addDays, codeLabel, SERVICE_TYPES } from "@jingzhun/ledger";
import { Alert, Button } from "antd";
import { type FormEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import { QueryState } from "../../app/states.tsx";
import { useActionForm } from "../../forms/action-form.tsx";
import type { FieldSchema, FormFields, FormValue } from "../../forms/field-schema.ts";
import { FormContext, type FormState, fieldId } from "../../forms/form-context.ts";
import type { FieldErrors } from "../../forms/payload.ts";
import { refusedFields } from "../../forms/refused-fields.ts";
import { Fields } from "../../forms/schema-form.tsx";
import { formTexts } from "../../forms/texts.ts";
import { useCall } from "../../ledger/queries.ts";
import type { ActionDescription, Refusals } from "../../ledger/reader.ts";
import type { Work } from "../../ledger/submission.ts";
import { DivisionName } from "../../records/names.tsx";
import { Value } from "../../records/value.tsx";
import { useTexts } from "../../texts/language.tsx";
import { ErrorSummary } from "../actions/error-summary.tsx";
import { refusalsOf } from "../actions/refusals-of.ts";
import { SubmissionPanel } from "../actions/submission-panel.tsx";
import { actionTexts } from "../actions/texts.ts";
import { useOneStep } from "./one-step.ts";
import { serviceTexts } from "./texts.ts";

const ACTION = "service.record";
const MORE = ["minutes", "result"];
const NO_ERRORS: FieldErrors = new Map();

/** A part of the action's own schema: bounds and texts stay those of the ledger. */
function only(schema: FieldSchema, names: readonly string[]): FieldSchema {
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).filter(([name]) => names.includes(name)),
  );
  return { ...schema, properties };
}

function Kinds({ value, change, id, error }: KindsProps) {
  const { t, language } = useTexts();
  return (
    <fieldset id={id} tabIndex={-1} aria-describedby={`${id}-error`}>
      <legend>
        {t(serviceTexts.what)} <small className="muted">{t(formTexts.required)}</small>
      </legend>
      <div className="row">
        {SERVICE_TYPES.entries.map((entry) => (
          <label key={entry.id} className="choice">
            <input
              type="radio"
              name={id}
              value={entry.id}
              checked={value === entry.id}
              onChange={() => change(entry.id)}
            />
            {codeLabel(SERVICE_TYPES, entry.id, language)}
          </label>
        ))}
      </div>
      <div id={`${id}-error`} className="field-error" aria-live="polite">
        {error}
      </div>
    </fieldset>
  );
}
interface KindsProps {
  value: FormValue;
  change: (kind: string) => void;
  id: string;
  error: string | null;
}

/** Whom the form is about, so that nobody writes into another family's file. */
function Whom({ household }: { household: string }) {
  const { t } = useTexts();
  const file = useCall("households.get", { params: { household } }, { retry: false });
  return (
    <section className="panel" aria-label={t(serviceTexts.household)}>
      <QueryState query={file} rows={1}>
        {({ data: { division, kind, members, cause } }) => (
          <div>
            <Link className="mono" to={`/households/${household}`}>
              {household}
            </Link>
            <div>
              <DivisionName code={division} /> · {t(serviceTexts.people, { count: members.length })} ·{" "}
              <Value name="kind" value={kind} record="household" /> · <Value name="main" value={cause.main} />
            </div>
          </div>
        )}
      </QueryState>
      <Link to="/services/new">{t(serviceTexts.other)}</Link>
    </section>
  );
}

interface QuickRecordProps {
  household: string;
  /** Civil date of the chain. */
  today: string;
  action: ActionDescription | undefined;
  refusals: Refusals;
}

/** Kind, date, a sentence, and one click. */
export function QuickRecord({ household, today, action, refusals }: QuickRecordProps) {
  const { t } = useTexts();
  const id = useId();
  const schema = (action?.payload ?? {}) as FieldSchema;
  const prefill = useMemo<FormFields>(() => ({ householdId: household }), [household]);
  const defaults = useMemo<FormFields>(() => ({ performedOn: today }), [today]);
  const form = useActionForm(ACTION, schema, prefill, defaults);
  const { state, send, reset, waitAgain, open } = useOneStep(`${ACTION}/${household}`);
  const [asked, setAsked] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  const { fields, change, touch, errors, showRefused, forget } = form;

  const shared = useMemo<FormState>(() => {
    // Judged from the first character on: the three fields are few enough for that.
    const judged = (path: string, value: FormValue) => {
      change(path, value);
      touch(path);
    };
    return { action: ACTION, fields, change: judged, touch, errors, id };
  }, [fields, change, touch, errors, id]);

  const told = useMemo(() => refusalsOf(state, refusals), [state, refusals]);
  useEffect(() => {
    if (told.length === 0) return;
    showRefused(refusedFields(told, (path) => document.getElementById(fieldId(id, path)) !== null).fields);
    summary.current?.focus();
  }, [told, id, showRefused]);
  useEffect(() => {
    if (state.step === "applied") forget();
  }, [state.step, forget]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    form.showAll();
    setAsked(true);
    if (form.built.errors.size > 0) {
      summary.current?.focus();
      return;
    }
    const { payload, attachments } = form.built;
    send({ actions: [[ACTION, payload as Work["actions"][number][1]]], attachments });
  };

  const kindError = errors.get("type");
  const filled = MORE.some((name) => fields[name] !== undefined && fields[name] !== "");
  return (
    <div className="stack">
      <Whom household={household} />
      <form onSubmit={submit} noValidate className="stack" hidden={!open}>
        {form.restored ? (
          <Alert
            type="info"
            showIcon
            title={t(formTexts.draftRestored)}
            action={<Button onClick={form.startEmpty}>{t(formTexts.draftClear)}</Button>}
          />
        ) : null}
        {form.kept ? null : <Alert type="warning" showIcon title={t(actionTexts.notKept)} />}
        {/* Not while typing: what appears above would push the field away under the finger. */}
        <ErrorSummary ref={summary} errors={asked ? errors : NO_ERRORS} others={told} formId={id} />
        <FormContext value={shared}>
          <Kinds
            id={fieldId(id, "type")}
            value={fields["type"]}
            change={(kind) => shared.change("type", kind)}
            error={kindError === undefined ? null : t(kindError.text, kindError.values)}
          />
          <Fields schema={only(schema, ["performedOn"])} path="" fields={fields} />
          <div className="row">
            <Button onClick={() => shared.change("performedOn", today)}>{t(serviceTexts.today)}</Button>
            <Button onClick={() => shared.change("performedOn", addDays(today, -1))}>
              {t(serviceTexts.yesterday)}
            </Button>
          </div>
          <Fields schema={only(schema, ["content"])} path="" fields={fields} />
          <details open={filled || undefined}>
            <summary>{t(serviceTexts.moreFields)}</summary>
            <Fields schema={only(schema, MORE)} path="" fields={fields} />
          </details>
        </FormContext>
        <div className="row">
          <Button type="primary" htmlType="submit">
            {t(serviceTexts.submit)}
          </Button>
        </div>
      </form>
      {/* What a check agreed to is on its way already: no preview that asks for a second click. */}
      {state.step === "checked" ? null : (
        <SubmissionPanel
          state={state}
          onSubmit={reset}
          onWait={waitAgain}
          onChange={reset}
          onAnother={() => {
            form.startEmpty();
            setAsked(false);
            reset();
          }}
        />
      )}
      {state.step === "applied" ? <Link to={`/services/${household}`}>{t(serviceTexts.see)}</Link> : null}
    </div>
  );
}
