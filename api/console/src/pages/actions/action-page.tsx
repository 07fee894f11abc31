import { Alert } from "antd";
import { useMemo } from "react";
import { useParams, useSearchParams } from "react-router";
import { usePageTitle } from "../../app/page.tsx";
import { Nothing, QueryState } from "../../app/states.tsx";
import type { FieldSchema } from "../../forms/field-schema.ts";
import { prefillOf } from "../../forms/prefill.ts";
import {
  type ActionDescription,
  mayTry,
  type Refusals,
  useDescription,
  useReader,
} from "../../ledger/reader.ts";
import { fieldLabel } from "../../texts/fields.ts";
import { useTexts } from "../../texts/language.tsx";
import { ActionForm } from "./action-form.tsx";
import { actionTexts } from "./texts.ts";

function Titled({ action, refusals }: { action: ActionDescription; refusals: Refusals }) {
  const { t, language } = useTexts();
  const { reader } = useReader();
  const [search] = useSearchParams();
  const given = search.toString();
  usePageTitle(t(action.title));
  const { prefill, dropped } = useMemo(() => {
    const { fields: taken, dropped } = prefillOf(action.payload as FieldSchema, new URLSearchParams(given));
    const fields = { ...taken };
    // Whoever works for one village writes about that village.
    const division = reader?.roles[0]?.division;
    const takes = (action.payload["properties"] as object | undefined) ?? {};
    if (division !== undefined && !division.endsWith("000") && "division" in takes && !("division" in fields))
      fields["division"] = division;
    return { prefill: fields, dropped };
  }, [given, reader, action]);
  return (
    <div className="stack">
      {reader !== undefined && !mayTry(action.permission, reader) ? (
        <Alert type="warning" showIcon title={t(actionTexts.mayNot)} />
      ) : null}
      {dropped.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={t(actionTexts.prefillDropped, {
            fields: dropped.map((name) => fieldLabel(name, language)).join(language === "zh" ? "、" : ", "),
          })}
        />
      )}
      <ActionForm key={`${action.type}?${given}`} action={action} refusals={refusals} prefill={prefill} />
    </div>
  );
}

/** The form of an action, made from its schema; `?householdId=…&expectVersion=…` fills fields in. */
export default function ActionPage() {
  const { type } = useParams();
  const description = useDescription();
  return (
    <QueryState query={description}>
      {({ data }) => {
        const action = data.actions.find((each) => each.type === type);
        if (action === undefined) return <Nothing text={actionTexts.unknown} />;
        return <Titled action={action} refusals={data.refusals} />;
      }}
    </QueryState>
  );
}
