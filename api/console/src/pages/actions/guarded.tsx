import { ForbiddenError, NotFoundError, type RouteInput } from "@jingzhun/client-sdk";
import { Alert, Button, Grid } from "antd";
import { useEffect, useId, useState } from "react";
import { Failure, Loading } from "../../app/states.tsx";
import { TableHead } from "../../app/table-head.tsx";
import type { FieldSchema, FormFields, FormValue } from "../../forms/field-schema.ts";
import { type Guard, guardsOf } from "../../forms/guards.ts";
import {
  type Change,
  changesAgainst,
  changesSince,
  formValueOf,
  type MergeRow,
  mergeRows,
  placeAt,
  type SeenVersion,
} from "../../forms/merging.ts";
import { useCall, useCallPages } from "../../ledger/queries.ts";
import { authorOf, fieldPathLabel } from "../../records/history.tsx";
import { recordTypeName } from "../../records/record-texts.ts";
import { historyOf } from "../../records/sources.ts";
import { Value } from "../../records/value.tsx";
import { timeOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { actionTexts } from "./texts.ts";

interface Form {
  readonly action: string;
  readonly schema: FieldSchema;
  readonly fields: FormFields;
  readonly change: (path: string, value: FormValue) => void;
  readonly fill: (path: string, value: FormValue) => void;
  /** After the records were brought together: what a node said of the old form holds no more. */
  readonly merged: () => void;
  readonly giveUp: () => void;
}

type Choice = "theirs" | "mine";

function Cell({ row, value, record }: { row: MergeRow; value: unknown; record: string }) {
  const name = row.field.split(".").at(-1) ?? row.field;
  return <Value name={name} value={value} record={record} />;
}

interface RowProps {
  row: MergeRow;
  record: string;
  choice: Choice | undefined;
  choose: (choice: Choice) => void;
}

function Theirs({ row, record }: RowProps) {
  const { t, language } = useTexts();
  const who = row.by === undefined ? undefined : authorOf(row.by);
  return (
    <>
      <Cell row={row} record={record} value={row.to} />
      {who === undefined ? null : (
        <div className="muted">{t(actionTexts.changedBy, { who, time: timeOf(row.time, language) })}</div>
      )}
    </>
  );
}

function Mine({ row, record }: RowProps) {
  const { t } = useTexts();
  if (row.mine === undefined) return <span className="muted">{t(actionTexts.mineBlank)}</span>;
  return <Cell row={row} record={record} value={row.mine} />;
}

function Decision({ row, choice, choose }: RowProps) {
  const { t, language } = useTexts();
  const id = useId();
  if (!row.conflict)
    return (
      <span className="muted">
        {t(row.path === undefined ? actionTexts.untouched : actionTexts.sameAsMine)}
      </span>
    );
  const field = fieldPathLabel(row.field, language);
  return (
    <div role="radiogroup" aria-label={t(actionTexts.choiceOf, { field })} className="row">
      {(["theirs", "mine"] as const).map((each) => (
        <label key={each} className="choice">
          <input type="radio" name={id} checked={choice === each} onChange={() => choose(each)} />
          {t(each === "theirs" ? actionTexts.takeTheirs : actionTexts.keepMine)}
        </label>
      ))}
    </div>
  );
}

const HEADS = [
  actionTexts.changedField,
  actionTexts.changedFrom,
  actionTexts.changedTo,
  actionTexts.changedMine,
  actionTexts.changedChoice,
];

function WideRows({ rows }: { rows: readonly RowProps[] }) {
  const { language } = useTexts();
  return (
    <div className="table-scroll">
      <table className="plain">
        <TableHead heads={HEADS} />
        <tbody>
          {rows.map((props) => (
            <tr key={props.row.field}>
              <th scope="row">{fieldPathLabel(props.row.field, language)}</th>
              <td>
                <Cell row={props.row} record={props.record} value={props.row.from} />
              </td>
              <td>
                <Theirs {...props} />
              </td>
              <td>
                <Mine {...props} />
              </td>
              <td>
                <Decision {...props} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A phone has no room for four columns: field by field, the decision in sight of what it is about. */
function NarrowRows({ rows }: { rows: readonly RowProps[] }) {
  const { t, language } = useTexts();
  return (
    <ul className="cards">
      {rows.map((props) => (
        <li key={props.row.field} className="panel stack">
          <strong>{fieldPathLabel(props.row.field, language)}</strong>
          <dl className="facts">
            <dt>{t(actionTexts.changedFrom)}</dt>
            <dd>
              <Cell row={props.row} record={props.record} value={props.row.from} />
            </dd>
            <dt>{t(actionTexts.changedTo)}</dt>
            <dd>
              <Theirs {...props} />
            </dd>
            <dt>{t(actionTexts.changedMine)}</dt>
            <dd>
              <Mine {...props} />
            </dd>
          </dl>
          <Decision {...props} />
        </li>
      ))}
    </ul>
  );
}

/** The other's changes beside the own draft: field, theirs, mine; taken or kept one by one. */
function Merge({
  guard,
  form,
  changes,
  seen,
  now,
}: {
  guard: Guard;
  form: Form;
  changes: readonly Change[];
  seen: number;
  now: number;
}) {
  const { t } = useTexts();
  const [choices, setChoices] = useState<{ readonly [field: string]: Choice }>({});
  const [asked, setAsked] = useState(false);
  const rows = mergeRows(guard, form.schema, form.fields, changes);
  const open = rows.filter(({ field, conflict }) => conflict && choices[field] === undefined);
  const goOn = () => {
    setAsked(true);
    if (open.length > 0) return;
    for (const { field, path, taken } of rows)
      if (path !== undefined && choices[field] === "theirs") form.change(path, taken);
    form.change(guard.versionPath, String(now));
    form.merged();
  };
  const Rows = Grid.useBreakpoint().md === true ? WideRows : NarrowRows;
  return (
    <section className="panel stack" aria-label={t(actionTexts.changedByOther)}>
      <Alert
        role="alert"
        type="warning"
        showIcon
        title={t(actionTexts.changedByOther)}
        description={t(actionTexts.changedWhat, { record: t(recordTypeName(guard.record)), seen, now })}
      />
      {rows.length === 0 ? (
        <p>{t(actionTexts.nobodyElse)}</p>
      ) : (
        <Rows
          rows={rows.map((row) => ({
            row,
            record: guard.record,
            choice: choices[row.field],
            choose: (choice) => setChoices((before) => ({ ...before, [row.field]: choice })),
          }))}
        />
      )}
      <div className="field-error" role="alert">
        {asked && open.length > 0 ? t(actionTexts.chooseAll, { count: open.length }) : null}
      </div>
      <div className="row">
        <Button type="primary" onClick={goOn}>
          {t(actionTexts.merge)}
        </Button>
        <Button
          danger
          onClick={() => {
            if (window.confirm(t(actionTexts.giveUpSure))) form.giveUp();
          }}
        >
          {t(actionTexts.giveUp)}
        </Button>
      </div>
    </section>
  );
}

interface ConflictProps {
  guard: Guard;
  form: Form;
  seen: number;
  now: number;
}

function FromHistory({ guard, form, seen, now }: ConflictProps) {
  const found = historyOf(guard.key, guard.household);
  // Every history has one form, whichever record's it is.
  const route = (found?.route ?? "households.history") as "households.history";
  const input = { params: found?.params } as unknown as RouteInput<"households.history">;
  const { items, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useCallPages(
    route,
    input,
    { live: true },
  );
  const back = (items?.at(-1)?.version ?? 0) > seen + 1 && hasNextPage;
  useEffect(() => {
    if (back && !isFetchingNextPage) void fetchNextPage();
  }, [back, isFetchingNextPage, fetchNextPage]);
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  // Until the history has come as far as the record: nobody decides on half of it.
  if (items === undefined || back || (items[0]?.version ?? 0) < now) return <Loading rows={2} />;
  const changes = changesSince(items as readonly SeenVersion[], seen);
  return <Merge key={now} guard={guard} form={form} changes={changes} seen={seen} now={now} />;
}

/** A record that is read whole or not at all: what the form names is compared with what stands now. */
function FromRecord({ value, ...props }: ConflictProps & { value: { [field: string]: unknown } }) {
  const { guard, form, now } = props;
  const changes = changesAgainst(guard, form.schema, form.fields, value);
  return <Merge key={now} {...props} changes={changes} />;
}

/** The group that replaces a record's facts as a whole, and may begin with them. */
function FillCurrent({ guard, form, facts }: { guard: Guard; form: Form; facts: unknown }) {
  const { t } = useTexts();
  const group = guard.pathOf("facts.x")?.replace(/\.x$/, "");
  const place = group === undefined ? undefined : placeAt(form.schema, form.fields, group);
  if (group === undefined || place === undefined || facts === undefined) return null;
  const { mine } = place;
  const empty =
    typeof mine === "object" && Object.values(mine).every((value) => value === undefined || value === "");
  if (!empty) return null;
  return (
    <Alert
      type="info"
      showIcon
      title={t(recordTypeName(guard.record))}
      description={t(actionTexts.fillCurrentHint)}
      action={
        <Button onClick={() => form.change(group, formValueOf(place.name, place.schema, facts))}>
          {t(actionTexts.fillCurrent)}
        </Button>
      }
    />
  );
}

function One({ guard, form }: { guard: Guard; form: Form }) {
  const record = useCall("chain.record", { query: { key: guard.key } }, { live: true, retry: false });
  const now = record.data?.data.version;
  const stated = placeAt(form.schema, form.fields, guard.versionPath)?.mine;
  const seen = typeof stated === "string" && /^\d{1,15}$/.test(stated) ? Number(stated) : undefined;
  const { fill } = form;
  useEffect(() => {
    if (now !== undefined && seen === undefined) fill(guard.versionPath, String(now));
  }, [now, seen, fill, guard.versionPath]);
  // A form may be about what its author can't read or what isn't there yet; then nothing is relied on.
  if (record.error instanceof NotFoundError || record.error instanceof ForbiddenError) return null;
  if (now === undefined || seen === undefined) return null;
  const value = record.data?.data.value as { [field: string]: unknown };
  if (seen === now) return <FillCurrent guard={guard} form={form} facts={value["facts"]} />;
  const props = { guard, form, seen, now };
  return historyOf(guard.key, guard.household) === undefined ? (
    <FromRecord {...props} value={value} />
  ) : (
    <FromHistory {...props} />
  );
}

/**
 * Watches the records that the form relies on: notes the versions that its author sees, and when somebody else changes
 * one, brings both together before anything is refused or lost.
 */
export function Guarded({ form }: { form: Form }) {
  return guardsOf(form.action, form.fields).map((guard) => (
    <One key={`${guard.versionPath} ${guard.key}`} guard={guard} form={form} />
  ));
}
