import { isId } from "@jingzhun/ledger";
import { Button, Input } from "antd";
import { useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { usePageTitle } from "../../app/page.tsx";
import { Nothing, QueryState } from "../../app/states.tsx";
import { useCall } from "../../ledger/queries.ts";
import { Facts } from "../../records/value.tsx";
import { Verify } from "../../records/verify.tsx";
import { useTexts } from "../../texts/language.tsx";
import { Assistance } from "./assistance.tsx";
import { Corrections } from "./corrections.tsx";
import { Members } from "./members.tsx";
import { Money } from "./money.tsx";
import { NextSteps } from "./next-steps.tsx";
import { Changes, Part } from "./part.tsx";
import { Responsible } from "./responsible.tsx";
import { householdTexts } from "./texts.ts";

function AtHeight({ height, set }: { height: number | undefined; set: (height: string) => void }) {
  const { t } = useTexts();
  const [typed, setTyped] = useState(String(height ?? ""));
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (/^\d{1,15}$/.test(typed.trim())) set(typed.trim());
      }}
    >
      <label htmlFor="as-of-height">{t(householdTexts.height)}</label>
      <Input
        id="as-of-height"
        className="id-input"
        inputMode="numeric"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button htmlType="submit">{t(householdTexts.open)}</Button>
      {height === undefined ? null : <Button onClick={() => set("")}>{t(householdTexts.now)}</Button>}
    </form>
  );
}

/** A household's file: basic facts, income and spending, assistance and services; now or as of a block. */
function HouseholdFile({ household }: { household: string }) {
  const { t } = useTexts();
  const [search, setSearch] = useSearchParams();
  const asked = search.get("height") ?? "";
  const height = /^\d{1,15}$/.test(asked) ? Number(asked) : undefined;
  const at = height === undefined ? undefined : { height };
  const file = useCall(
    "households.get",
    { params: { household }, ...(at === undefined ? {} : { query: at }) },
    { live: true },
  );
  const key = `household/${household}`;
  const atHeight = (
    <AtHeight key={asked} height={height} set={(next) => setSearch(next === "" ? {} : { height: next })} />
  );
  usePageTitle(`${t(householdTexts.file)} ${household}`);
  return (
    <div className="stack">
      {height === undefined ? null : (
        <>
          <p role="status">{t(householdTexts.asThen, { height })}</p>
          {atHeight}
        </>
      )}
      <QueryState query={file}>
        {(answer) => {
          const { id: _, members: __, version, ...facts } = answer.data;
          return (
            <>
              {at === undefined ? <NextSteps household={household} state={answer.data.registration} /> : null}
              <Part id="basic" title={householdTexts.basic}>
                <Facts fields={facts} record="household" />
                <AsOf answer={answer} />
                {at === undefined ? <Verify recordKey={key} shownVersion={version} /> : null}
                {at === undefined ? (
                  <>
                    <h3>{t(householdTexts.inCharge)}</h3>
                    <Responsible household={household} now={answer.data.responsible} />
                    <h3>{t(householdTexts.memberFacts)}</h3>
                    <Members household={household} />
                    <h3>{t(householdTexts.corrections)}</h3>
                    <Corrections household={household} />
                  </>
                ) : null}
                <Changes recordKey={key} record="household" />
              </Part>
              <Part id="money" title={householdTexts.money}>
                <Money household={household} at={at} />
              </Part>
              {at === undefined ? (
                <Part id="assistance" title={householdTexts.help}>
                  <Assistance household={household} />
                </Part>
              ) : null}
            </>
          );
        }}
      </QueryState>
      {height === undefined ? atHeight : null}
    </div>
  );
}

/** An address that can't be a household's isn't asked for. */
export default function HouseholdPage() {
  const { household = "" } = useParams();
  return isId("H", household) ? (
    <HouseholdFile household={household} />
  ) : (
    <Nothing text={householdTexts.noSuch} />
  );
}
