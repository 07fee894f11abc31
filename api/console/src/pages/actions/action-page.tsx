import { Alert } from "antd";
import { useMemo } from "react";
import { useParams, useSearchParams } from "react-router";
import { usePageTitle } from "../../app/page.tsx";
import { Nothing, QueryState } from "../../app/states.tsx";
import type { FormFields } from "../../forms/field-schema.ts";
import {
  type ActionDescription,
  mayTry,
  type Refusals,
  useDescription,
  useReader,
} from "../../ledger/reader.ts";
import { useTexts } from "../../texts/language.tsx";
import { ActionForm } from "./action-form.tsx";
import { actionTexts } from "./texts.ts";

function Titled({ action, refusals }: { action: ActionDescription; refusals: Refusals }) {
  const { t } = useTexts();
  const { reader } = useReader();
  const [search] = useSearchParams();
  const given = search.toString();
  usePageTitle(t(action.title));
  const prefill = useMemo(() => {
    const fields: { [name: string]: string } = Object.fromEntries(new URLSearchParams(given));
    // Whoever works for one village writes about that village.
    const division = reader?.roles[0]?.division;
    const takes = (action.payload["properties"] as object | undefined) ?? {};
    if (division !== undefined && !division.endsWith("000") && "division" in takes && !("division" in fields))
      fields["division"] = division;
    return fields as FormFields;
  }, [given, reader, action]);
  return (
    <div className="stack">
      {reader !== undefined && !mayTry(action.permission, reader) ? (
        <Alert type="warning" showIcon title={t(actionTexts.mayNot)} />
      ) : null}
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
