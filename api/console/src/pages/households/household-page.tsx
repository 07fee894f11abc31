import { ForbiddenError } from "@jingzhun/client-sdk";
import { Button, Input } from "antd";
import { type ReactNode, useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { usePageTitle } from "../../app/page.tsx";
import { Failure, Loading, Nothing, QueryState } from "../../app/states.tsx";
import { appTexts } from "../../app/texts.ts";
import { useCall, useCallPages } from "../../ledger/queries.ts";
import { History } from "../../records/history.tsx";
import { RecordLink } from "../../records/record-link.tsx";
import { Facts } from "../../records/value.tsx";
import { Verify } from "../../records/verify.tsx";
import { useTexts } from "../../texts/language.tsx";
import type { Both } from "../../texts/text.ts";
import { NextSteps } from "./next-steps.tsx";
import { householdTexts } from "./texts.ts";

function Part({ id, title, children }: { id: string; title: Both; children: ReactNode }) {
  const { t } = useTexts();
  return (
    <section className="panel stack" aria-labelledby={id}>
      <h2 id={id}>{t(title)}</h2>
      {children}
    </section>
  );
}

/** A history is long and read seldom: it is asked for when it is opened. */
function Changes({ recordKey, record }: { recordKey: string; record: string }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t(householdTexts.showHistory)}</summary>
      {open ? <History recordKey={recordKey} record={record} /> : null}
    </details>
  );
}

function Members({ household }: { household: string }) {
  const { t } = useTexts();
  const members = useCall("households.members", { params: { household } }, { live: true });
  return (
    <QueryState query={members}>
      {({ items }) => (
        <ul className="cards">
          {items.map(({ id, since, restricted }) => (
            <li key={id} className="panel">
              <RecordLink recordKey={`person/${id}`} text={id} />
              <Facts fields={{ since, ...restricted?.facts }} record="person_restricted" />
              {restricted === undefined ? <p className="muted">{t(householdTexts.closed)}</p> : null}
            </li>
          ))}
        </ul>
      )}
    </QueryState>
  );
}

function Money({ household, at }: { household: string; at: { height: number } | undefined }) {
  const restricted = useCall(
    "households.restricted",
    { params: { household }, ...(at === undefined ? {} : { query: at }) },
    { live: true, retry: false },
  );
  const key = `household/${household}/restricted`;
  if (restricted.error instanceof ForbiddenError) return <Failure error={restricted.error} />;
  return (
    <QueryState query={restricted}>
      {(answer) => (
        <>
          <Facts fields={answer.data.facts} record="household_restricted" />
          <AsOf answer={answer} />
          {at === undefined ? <Verify recordKey={key} shownVersion={answer.data.version} /> : null}
          <Changes recordKey={key} record="household_restricted" />
        </>
      )}
    </QueryState>
  );
}

function Entries({ household, kind }: { household: string; kind: "payments" | "services" }) {
  const { t } = useTexts();
  const route = `${kind}.ofHousehold` as "payments.ofHousehold";
  const { items, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useCallPages(
    route,
    { params: { household } },
    { live: true },
  );
  if (items === undefined)
    return error === null ? <Loading /> : <Failure error={error} retry={() => void refetch()} />;
  if (items.length === 0)
    return <Nothing text={kind === "payments" ? householdTexts.noPayments : householdTexts.noServices} />;
  return (
    <>
      <ul className="cards">
        {items.map(({ n, household: _, version: __, ...fields }) => (
          <li key={n} className="panel">
            <RecordLink recordKey={`household/${household}/${kind}/${n}`} text={`#${n}`} />
            <Facts fields={fields} record={kind === "payments" ? "payment" : "service"} />
          </li>
        ))}
      </ul>
      {hasNextPage ? (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t(appTexts.more)}
        </Button>
      ) : null}
    </>
  );
}

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
export default function HouseholdPage() {
  const { t } = useTexts();
  const { household = "" } = useParams();
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
  usePageTitle(`${t(householdTexts.file)} ${household}`);
  return (
    <div className="stack">
      <AtHeight key={asked} height={height} set={(next) => setSearch(next === "" ? {} : { height: next })} />
      {height === undefined ? null : <p role="status">{t(householdTexts.asThen, { height })}</p>}
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
                    <h3>{t(householdTexts.memberFacts)}</h3>
                    <Members household={household} />
                  </>
                ) : null}
                <Changes recordKey={key} record="household" />
              </Part>
              <Part id="money" title={householdTexts.money}>
                <Money household={household} at={at} />
              </Part>
              {at === undefined ? (
                <Part id="assistance" title={householdTexts.help}>
                  <h3>{t(householdTexts.payments)}</h3>
                  <Entries household={household} kind="payments" />
                  <h3>{t(householdTexts.services)}</h3>
                  <Entries household={household} kind="services" />
                </Part>
              ) : null}
            </>
          );
        }}
      </QueryState>
    </div>
  );
}
