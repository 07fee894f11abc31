import type { RouteInput } from "@jingzhun/client-sdk";
import { Button, Tag } from "antd";
import { Link } from "react-router";
import { Failure, Loading } from "../app/states.tsx";
import { appTexts } from "../app/texts.ts";
import { type ItemOf, useCallPages } from "../ledger/queries.ts";
import { fieldLabel } from "../texts/fields.ts";
import { timeOf } from "../texts/formats.ts";
import { useTexts } from "../texts/language.tsx";
import { recordTexts } from "./record-texts.ts";
import { historyOf } from "./sources.ts";
import { Value } from "./value.tsx";

type Version = ItemOf<"households.history">;

function OneVersion({ item, record }: { item: Version; record: string }) {
  const { t, language } = useTexts();
  const { version, by, time, height, reason, changed, deleted, txId } = item;
  const who = by === undefined ? t(recordTexts.system) : (by.operator ?? by.organisation ?? by.keyId);
  const name = (field: string) =>
    field
      .split(".")
      .map((step) => fieldLabel(step, language))
      .join(" ");
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
            {t(recordTexts.change, { field: name(field) })}
            <Value name={field.split(".").at(-1) ?? field} value={from} record={record} /> →{" "}
            <Value name={field.split(".").at(-1) ?? field} value={to} record={record} />
          </li>
        ))}
      </ul>
    </li>
  );
}

function Pages({ recordKey, record }: { recordKey: string; record: string }) {
  const { t } = useTexts();
  const found = historyOf(recordKey);
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
  return (
    <>
      <ol className="stack plain-list">
        {items.map((item) => (
          <OneVersion key={item.version} item={item} record={record} />
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

/** A record's versions, newest first: who changed what, from what to what, when and why. */
export function History({ recordKey, record }: { recordKey: string; record: string }) {
  const { t } = useTexts();
  return (
    <section aria-labelledby="history">
      <h2 id="history">{t(recordTexts.history)}</h2>
      {historyOf(recordKey) === undefined ? (
        <p className="muted">{t(recordTexts.noHistory)}</p>
      ) : (
        <Pages recordKey={recordKey} record={record} />
      )}
    </section>
  );
}
