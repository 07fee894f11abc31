import { CODE_LISTS } from "@jingzhun/ledger";
import { Button, Grid, Input } from "antd";
import { useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { askedCode, CodeSelect } from "../../app/code-select.tsx";
import { FindForm } from "../../app/find-form.tsx";
import { Failure, Loading, Nothing } from "../../app/states.tsx";
import { TableHead } from "../../app/table-head.tsx";
import { appTexts } from "../../app/texts.ts";
import { type ItemOf, useCallPages } from "../../ledger/queries.ts";
import { type ActionDescription, mayTry, useDescription, useReader } from "../../ledger/reader.ts";
import { DivisionName } from "../../records/names.tsx";
import { Value } from "../../records/value.tsx";
import { fieldLabel } from "../../texts/fields.ts";
import { useTexts } from "../../texts/language.tsx";
import { DivisionCascade } from "./division-cascade.tsx";
import { decisions, fitting } from "./steps.ts";
import { householdTexts } from "./texts.ts";

type Household = ItemOf<"households.list">;
type State = Household["registration"];
const STATES = CODE_LISTS.get("registration_state");

function Open({ id }: { id: string }) {
  return (
    <Link className="mono" to={`/households/${id}`}>
      {id}
    </Link>
  );
}

/** By state of a file, what the reader may decide on it. */
type OwnDecisions = ReadonlyMap<string, readonly ActionDescription[]>;

function useOwnDecisions(): OwnDecisions {
  const { reader } = useReader();
  const actions = useDescription().data?.data.actions;
  const own = new Map<string, readonly ActionDescription[]>();
  if (reader === undefined || actions === undefined) return own;
  for (const { id } of STATES?.entries ?? []) {
    const mine = decisions(actions, id).filter(({ permission }) => mayTry(fitting(permission, id), reader));
    if (mine.length > 0) own.set(id, mine);
  }
  return own;
}

function Decide({ household, actions }: { household: string; actions: readonly ActionDescription[] }) {
  const { t } = useTexts();
  return (
    <div className="row">
      {actions.map(({ type, title }) => (
        <Link key={type} to={`/actions/${type}?householdId=${household}`}>
          {t(title)}
        </Link>
      ))}
    </div>
  );
}

interface ListProps {
  readonly items: readonly Household[];
  readonly own: OwnDecisions;
}

function Cards({ items, own }: ListProps) {
  const { t, language } = useTexts();
  return (
    <ul className="cards">
      {items.map(({ id, division, kind, cause, members, registration, responsible }) => (
        <li key={id} className="panel">
          <Open id={id} />
          <div>
            <DivisionName code={division} /> · <Value name="kind" value={kind} record="household" /> ·{" "}
            <Value name="main" value={cause.main} />
          </div>
          <div>
            {t(householdTexts.members)} {members.length} · <Value name="registration" value={registration} />
          </div>
          <div className="muted">
            {fieldLabel("responsible", language)} {responsible.join("、") || "—"}
          </div>
          <Decide household={id} actions={own.get(registration) ?? []} />
        </li>
      ))}
    </ul>
  );
}

function Table({ items, own }: ListProps) {
  const { t, language } = useTexts();
  const decide = items.some(({ registration }) => own.has(registration));
  const heads = [
    t(householdTexts.village),
    fieldLabel("household", language),
    fieldLabel("kind", language),
    fieldLabel("main", language),
    t(householdTexts.members),
    t(householdTexts.state),
    fieldLabel("responsible", language),
    ...(decide ? [t(householdTexts.next)] : []),
  ];
  return (
    <div className="table-scroll">
      <table className="plain">
        <TableHead heads={heads} />
        <tbody>
          {items.map(({ id, division, kind, cause, members, registration, responsible }) => (
            <tr key={id}>
              <td>
                <DivisionName code={division} />
              </td>
              <td>
                <Open id={id} />
              </td>
              <td>
                <Value name="kind" value={kind} record="household" />
              </td>
              <td>
                <Value name="main" value={cause.main} />
              </td>
              <td className="number">{members.length}</td>
              <td>
                <Value name="registration" value={registration} />
              </td>
              <td>{responsible.join("、") || "—"}</td>
              {decide ? (
                <td>
                  <Decide household={id} actions={own.get(registration) ?? []} />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Sought {
  readonly division: string;
  readonly state: string;
  readonly cause: string;
  readonly counted: boolean;
  readonly responsible: string;
}

function Found({ division, state, cause, counted, responsible }: Sought) {
  const { t } = useTexts();
  const wide = Grid.useBreakpoint().md === true;
  const own = useOwnDecisions();
  const { items, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, latest } = useCallPages(
    "households.list",
    {
      query: {
        division,
        ...(state === "" ? {} : { state: state as State }),
        ...(cause === "" ? {} : { cause: cause as Household["cause"]["main"] }),
        ...(counted ? { counted } : {}),
        ...(responsible === "" ? {} : { responsible }),
      },
    },
    { live: true },
  );
  const failure = error === null ? null : <Failure error={error} retry={() => void refetch()} />;
  if (items === undefined) return failure ?? <Loading />;
  return (
    <>
      {failure}
      {items.length === 0 ? <Nothing text={householdTexts.nothing} /> : null}
      {items.length > 0 ? wide ? <Table items={items} own={own} /> : <Cards items={items} own={own} /> : null}
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

function ById() {
  const { t } = useTexts();
  const go = useNavigate();
  return (
    <FindForm
      id="household-id"
      label={householdTexts.byId}
      button={householdTexts.open}
      wrongText={householdTexts.idWrong}
      input={{ placeholder: t(householdTexts.idHint) }}
      find={(typed) => {
        const code = typed.toUpperCase();
        const fits = /^H[0-9A-HJKMNP-TV-Z]{17}$/.test(code);
        if (fits) void go(`/households/${code}`);
        return fits;
      }}
    />
  );
}

/** Households that the reader may see, by division, state and responsible person. */
export default function HouseholdList() {
  const { t, language } = useTexts();
  const { reader } = useReader();
  const [search, setSearch] = useSearchParams();
  // A household may read its own file and no list.
  const own = reader?.kind === "household" ? "" : (reader?.roles[0]?.division ?? "");
  const division = search.get("division") ?? own;
  const state = askedCode(search, "state", "registration_state");
  const cause = askedCode(search, "cause", "cause");
  const counted = search.get("counted") === "1";
  const responsible = search.get("responsible") ?? "";
  const [operator, setOperator] = useState(responsible);
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value === "") next.delete(name);
    else next.set(name, value);
    setSearch(next);
  };
  return (
    <div className="stack">
      <ById />
      {own === "" ? null : (
        <DivisionCascade own={own} value={division} onChange={(code) => set("division", code)} />
      )}
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          set("responsible", operator.trim());
        }}
      >
        <CodeSelect
          id="household-state"
          label={t(householdTexts.state)}
          list="registration_state"
          value={state}
          onChange={(code) => set("state", code)}
        />
        <CodeSelect
          id="household-cause"
          label={fieldLabel("main", language)}
          list="cause"
          value={cause}
          onChange={(code) => set("cause", code)}
        />
        <label className="choice">
          <input
            type="checkbox"
            checked={counted}
            onChange={({ target }) => set("counted", target.checked ? "1" : "")}
          />
          {t(householdTexts.countedOnly)}
        </label>
        <label htmlFor="household-responsible">{t(householdTexts.responsible)}</label>
        <Input
          id="household-responsible"
          className="id-input"
          value={operator}
          onChange={(event) => setOperator(event.target.value)}
        />
        <Button htmlType="submit">{t(householdTexts.show)}</Button>
      </form>
      {division === "" ? null : (
        <Found division={division} state={state} cause={cause} counted={counted} responsible={responsible} />
      )}
    </div>
  );
}
