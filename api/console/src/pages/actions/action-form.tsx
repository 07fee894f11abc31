import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { type FormEvent, useEffect, useId, useMemo, useRef } from "react";
import { useActionForm } from "../../forms/action-form.tsx";
import type { FieldSchema, FormFields } from "../../forms/field-schema.ts";
import { FormContext, type FormState, fieldId } from "../../forms/form-context.ts";
import { type RefusalAnswer, refusedFields } from "../../forms/refused-fields.ts";
import { Fields } from "../../forms/schema-form.tsx";
import { formTexts } from "../../forms/texts.ts";
import type { ActionDescription, Refusals } from "../../ledger/reader.ts";
import { mayChange, useSubmission, type Work } from "../../ledger/submission.ts";
import { useTexts } from "../../texts/language.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { Guarded } from "./guarded.tsx";
import { nothingLeft } from "./nothing-left.ts";
import { refusalsOf } from "./refusals-of.ts";
import { SubmissionPanel } from "./submission-panel.tsx";
import { actionTexts } from "./texts.ts";

const CONFLICT = "version.conflict";

/** Fill in, check, submit, wait: one action's whole way. Nothing typed is lost on it but by success. */
export function ActionForm({
  action,
  refusals,
  prefill,
}: {
  action: ActionDescription;
  refusals: Refusals;
  prefill: FormFields;
}) {
  const { t } = useTexts();
  const id = useId();
  const schema = action.payload as FieldSchema;
  const form = useActionForm(action.type, schema, prefill);
  const queryClient = useQueryClient();
  const submission = useSubmission(form.slot);
  const { state } = submission;
  const summary = useRef<HTMLDivElement>(null);
  /** What was checked: submitted as it is, so that nobody signs something else than they saw. */
  const checked = useRef<Work | undefined>(undefined);

  const shared = useMemo<FormState>(
    () => ({
      action: action.type,
      fields: form.fields,
      change: form.change,
      touch: form.touch,
      errors: form.errors,
      id,
    }),
    [action.type, form.fields, form.change, form.touch, form.errors, id],
  );

  const { reset } = submission;
  const { fields, change, fill, startEmpty } = form;
  const guarded = useMemo(
    () => ({
      action: action.type,
      schema,
      fields,
      change,
      fill,
      merged: reset,
      giveUp: () => {
        startEmpty();
        reset();
      },
    }),
    [action.type, schema, fields, change, fill, startEmpty, reset],
  );

  const told = useMemo(() => refusalsOf(state, refusals), [state, refusals]);
  const { showRefused, forget } = form;
  const others = useRef<RefusalAnswer[]>([]);
  useEffect(() => {
    if (told.length === 0) return;
    // Somebody was faster: what they changed is read at once, not with the next block.
    if (told.some(({ code }) => code === CONFLICT)) void queryClient.invalidateQueries();
    const hasField = (path: string) => document.getElementById(fieldId(id, path)) !== null;
    const split = refusedFields(told, hasField);
    others.current = split.others;
    showRefused(split.fields);
    summary.current?.focus();
  }, [told, id, showRefused, queryClient]);
  useEffect(() => {
    if (state.step === "applied") forget();
  }, [state.step, forget]);

  const checkBuilt = () => {
    const { payload, attachments } = form.built;
    checked.current = { actions: [[action.type, payload as Work["actions"][number][1]]], attachments };
    void submission.check(checked.current);
  };
  const check = (event: FormEvent) => {
    event.preventDefault();
    form.showAll();
    if (form.built.errors.size > 0) {
      summary.current?.focus();
      return;
    }
    checkBuilt();
  };
  // Where nothing is left to fill in, the check is made at once. Only once: whoever goes back to the form wants it.
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    if (state.step !== "idle") begun.current = true;
    else if (!form.restored && form.built.errors.size === 0 && nothingLeft(schema, prefill, form.fields)) {
      begun.current = true;
      checkBuilt();
    }
  });
  const editable = state.step !== "checking" && mayChange(state) && !isAgreed(state);
  return (
    <>
      <form onSubmit={check} noValidate className="stack" hidden={!editable && state.step !== "checking"}>
        {form.restored ? (
          <Alert
            type="info"
            showIcon
            title={t(formTexts.draftRestored)}
            action={<Button onClick={form.startEmpty}>{t(formTexts.draftClear)}</Button>}
          />
        ) : null}
        {form.kept ? null : <Alert type="warning" showIcon title={t(actionTexts.notKept)} />}
        <ErrorSummary ref={summary} errors={form.errors} others={told.length > 0 ? told : []} formId={id} />
        <Guarded form={guarded} />
        <FormContext value={shared}>
          <Fields schema={schema} path="" fields={form.fields} />
        </FormContext>
        <div className="row">
          <Button type="primary" htmlType="submit" loading={state.step === "checking"}>
            {t(actionTexts.check)}
          </Button>
        </div>
      </form>
      <SubmissionPanel
        state={state}
        onSubmit={() => {
          if (checked.current !== undefined) void submission.submit(checked.current);
        }}
        onWait={submission.waitAgain}
        onChange={submission.reset}
        onAnother={() => {
          form.startEmpty();
          submission.reset();
        }}
      />
    </>
  );
}

function isAgreed(state: ReturnType<typeof useSubmission>["state"]): boolean {
  return state.step === "checked" && state.simulation.status === "applied";
}
