import type { RouteInput } from "@jingzhun/client-sdk";
import { Button } from "antd";
import { useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { usePageTitle } from "../../app/page.tsx";
import { Failure, Loading, Nothing } from "../../app/states.tsx";
import { appTexts } from "../../app/texts.ts";
import { DivisionInput } from "../../forms/division-input.tsx";
import { useCallPages } from "../../ledger/queries.ts";
import { useReader } from "../../ledger/reader.ts";
import { RecordLink } from "../../records/record-link.tsx";
import { recordTexts, recordTypeName } from "../../records/record-texts.ts";
import { LISTS, type ListSource } from "../../records/sources.ts";
import { Value } from "../../records/value.tsx";
import { fieldLabel } from "../../texts/fields.ts";
import { useTexts } from "../../texts/language.tsx";
import { ownEntry } from "../../texts/own-entry.ts";

function List({ type, source, division }: { type: string; source: ListSource; division: string }) {
  const { t, language } = useTexts();
  // Every list of the API has one form; which record's it is makes no difference here.
  const route = source.route as "households.list";
  const input = { query: source.query(division) } as unknown as RouteInput<"households.list">;
  const { items, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, latest } = useCallPages(
    route,
    input,
    { live: true },
  );
  const failure = error === null ? null : <Failure error={error} retry={() => void refetch()} />;
  if (items === undefined) return failure ?? <Loading />;
  if (items.length === 0) return <Nothing text={recordTexts.nothing} />;
  return (
    <>
      {failure}
      <div className="table-scroll">
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t(recordTexts.pattern)}</th>
              {source.columns.map((column) => (
                <th key={column} scope="col">
                  {fieldLabel(column, language)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => {
              const fields = item as { [field: string]: unknown };
              const key = source.key(fields);
              return (
                <tr key={key}>
                  <td>
                    <RecordLink recordKey={key} />
                  </td>
                  {source.columns.map((column) => (
                    <td key={column}>
                      <Value name={column} value={fields[column]} record={type} />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div className="row">
        {hasNextPage ? (
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t(appTexts.more)}
          </Button>
        ) : null}
        <AsOf answer={latest} />
      </div>
    </>
  );
}

/** A division's records of one kind. */
export default function RecordList() {
  const { t } = useTexts();
  const { type = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const { reader } = useReader();
  const division = search.get("division") ?? reader?.roles[0]?.division ?? "";
  const [typed, setTyped] = useState(division);
  const source = ownEntry(LISTS, type);
  usePageTitle(t(recordTypeName(type)));
  if (source === undefined) return <Nothing text={recordTexts.unlisted} />;
  if (source.ofNetwork === true) return <List type={type} source={source} division="" />;
  return (
    <div className="stack">
      <form
        className="field"
        onSubmit={(event) => {
          event.preventDefault();
          setSearch({ division: typed.trim() });
        }}
      >
        <label htmlFor="list-division">{t(recordTexts.division)}</label>
        <DivisionInput id="list-division" value={typed} onChange={(event) => setTyped(event.target.value)} />
        <div>
          <Button htmlType="submit" type="primary">
            {t(recordTexts.show)}
          </Button>
        </div>
      </form>
      {division === "" ? null : <List key={division} type={type} source={source} division={division} />}
    </div>
  );
}
