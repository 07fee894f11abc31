import type { RouteInput } from "@jingzhun/client-sdk";
import { Button, Tag } from "antd";
import { useId, useState } from "react";
import { Link } from "react-router";
import { Failure, Loading } from "../app/states.tsx";
import { appTexts } from "../app/texts.ts";
import { type ItemOf, useCallPages } from "../ledger/queries.ts";
import { fieldLabel } from "../texts/fields.ts";
import { timeOf } from "../texts/formats.ts";
import { useTexts } from "../texts/language.tsx";
import type { Language } from "../texts/text.ts";
import { recordTexts } from "./record-texts.ts";
import { historyOf } from "./sources.ts";
import { Value } from "./value.tsx";

type Version = ItemOf<"households.history">;

/** `facts.living.fuel` → 具体情况 生产生活条件 主要燃料 */
export function fieldPathLabel(field: string, language: Language): string {
  return field
    .split(".")
    .map((step) => fieldLabel(step, language))
    .join(" ");
}

/** A household's key names its household: the organisation beside it is who registered the key. */
export function authorOf(by: NonNullable<Version["by"]>): string {
  return by.operator ?? by.household ?? by.organisation ?? by.keyId;
}

function OneVersion({ item, record, field: only }: { item: Version; record: string; field: string }) {
  const { t, language } = useTexts();
  const { version, by, time, height, reason, changed: all, deleted, txId } = item;
  const who = by === undefined ? t(recordTexts.system) : authorOf(by);
  const changed = only === "" ? all : all.filter(({ field }) => field === only);
  return (
    <li className="panel">
      <strong>{t(recordTexts.version, { version })}</strong>{" "}
      <span className="muted">{t(recordTexts.by, { who, time: timeOf(time, language), height })}</span>{" "}
      {deleted ? <Tag color="error">{t(recordTexts.deleted)}</Tag> : null}
      {txId === undefined ? null : <Link to={`/transactions/${txId}`}>{t(recordTexts.transaction)}</Link>}
      {reason === undefined ? null : <p>{t(recordTexts.reason, { reason })}</p>}
      <ul>
        {changed.map(({ field, from, to }) => (
          <li key={field}>
            {t(recordTexts.change, { field: fieldPathLabel(field, language) })}
            <Value name={field.split(".").at(-1) ?? field} value={from} record={record} /> →{" "}
            <Value name={field.split(".").at(-1) ?? field} value={to} record={record} />
          </li>
        ))}
      </ul>
    </li>
  );
}

function Pages({ recordKey, record, household }: HistoryProps) {
  const { t, language } = useTexts();
  const id = useId();
  const [field, setField] = useState("");
  const found = historyOf(recordKey, household);
  // Every history has one form, whichever record's it is.
  const route = (found?.route ?? "households.history") as "households.history";
  const input = { params: found?.params } as unknown as RouteInput<"households.history">;
  const { items, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useCallPages(
    route,
    input,
    {
      live: true,
    },
  );
  if (items === undefined)
    return error === null ? <Loading /> : <Failure error={error} retry={() => void refetch()} />;
  const fields = [...new Set(items.flatMap(({ changed }) => changed.map((change) => change.field)))].sort();
  const shown =
    field === "" ? items : items.filter(({ changed }) => changed.some((change) => change.field === field));
  return (
    <>
      <div className="row">
        <label htmlFor={id}>{t(recordTexts.historyOf)}</label>
        <select id={id} value={field} onChange={(event) => setField(event.target.value)}>
          <option value="">{t(recordTexts.allFields)}</option>
          {fields.map((each) => (
            <option key={each} value={each}>
              {fieldPathLabel(each, language)}
            </option>
          ))}
        </select>
      </div>
      <ol className="stack plain-list">
        {shown.map((item) => (
          <OneVersion key={item.version} item={item} record={record} field={field} />
        ))}
      </ol>
      {hasNextPage ? (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t(appTexts.more)}
        </Button>
      ) : null}
    </>
  );
}

interface HistoryProps {
  recordKey: string;
  record: string;
  /** Whose member a person is: their history is asked for there. */
  household?: string | undefined;
  /** As the place around it asks for. */
  heading?: "h2" | "h4";
}

/** A record's versions, newest first: who changed what, from what to what, when and why; of all fields or of one. */
export function History({ recordKey, record, household, heading: Heading = "h2" }: HistoryProps) {
  const { t } = useTexts();
  // A file shows several histories: each heading has an id of its own, and only a page's one is a landmark.
  const id = useId();
  const Frame = Heading === "h2" ? "section" : "div";
  return (
    <Frame {...(Heading === "h2" ? { "aria-labelledby": id } : {})} className="stack">
      <Heading id={id}>{t(recordTexts.history)}</Heading>
      {historyOf(recordKey, household) === undefined ? (
        <p className="muted">{t(recordTexts.noHistory)}</p>
      ) : (
        <Pages recordKey={recordKey} record={record} household={household} />
      )}
    </Frame>
  );
}
