import { DivisionName } from "../../records/names.tsx";
import "./funds.css";
import { Alert, Grid } from "antd";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { Failure, Loading, Nothing } from "../../app/states.tsx";
import type { ItemOf } from "../../ledger/queries.ts";
import { mayTry, useDescription, useReader } from "../../ledger/reader.ts";
import { Value } from "../../records/value.tsx";
import { moneyOf, yearOf, yuanOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { FundNav } from "./fund-nav.tsx";
import { fundTexts } from "./fund-texts.ts";
import { rowsOf, type TreeRow, treeOf } from "./indicator-tree.ts";
import { useIndicators } from "./indicators.ts";
import { IndicatorLink } from "./links.tsx";
import { ScopeChoice, useScope } from "./scope.tsx";
import { fundPageTexts } from "./texts.ts";

type Indicator = ItemOf<"funds.indicators">;
type Row = TreeRow<Indicator>;

function Name({ row, open, toggle }: { row: Row; open: boolean; toggle: () => void }) {
  const { t } = useTexts();
  const { indicator, level, children } = row;
  const { id, document, division, source, year } = indicator;
  return (
    <div className="fund-tree-name" data-level={Math.min(level, 5)}>
      {children.length === 0 ? (
        <span className="fund-leaf" />
      ) : (
        <button
          type="button"
          aria-expanded={open}
          aria-label={t(open ? fundTexts.collapse : fundTexts.expand, { name: document })}
          onClick={toggle}
        >
          <span aria-hidden="true">{open ? "−" : "+"}</span>
        </button>
      )}
      <span>
        <span className="visually-hidden">{t(fundTexts.level, { level })} </span>
        <strong>
          <DivisionName code={division} />
        </strong>
        <br />
        <IndicatorLink id={id} text={document} />
        <br />
        <small className="muted">
          <Value name="source" value={source} /> {year}
        </small>
      </span>
    </div>
  );
}

const FIGURES = [
  fundTexts.amount,
  fundTexts.allocated,
  fundTexts.committed,
  fundTexts.spent,
  fundTexts.remaining,
] as const;

function figuresOf({ indicator, allocatedFen, committedFen, spentFen, remainingFen }: Row) {
  const fens = [indicator.amountFen, allocatedFen, committedFen, spentFen, remainingFen];
  return FIGURES.map((head, i) => ({ head, fen: fens[i] ?? 0 }));
}

function Tree({
  rows,
  closed,
  toggle,
}: {
  rows: readonly Row[];
  closed: ReadonlySet<string>;
  toggle: (id: string) => void;
}) {
  const { t, language } = useTexts();
  const wide = Grid.useBreakpoint().md === true;
  const name = (row: Row) => (
    <Name row={row} open={!closed.has(row.indicator.id)} toggle={() => toggle(row.indicator.id)} />
  );
  if (!wide)
    return (
      <ul className="cards">
        {rows.map((row) => (
          <li key={row.indicator.id} className="panel">
            {name(row)}
            <dl className="facts">
              {figuresOf(row).map(({ head, fen }) => (
                <div key={head.en}>
                  <dt>{t(head)}</dt>
                  <dd>{moneyOf(fen, language)}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    );
  return (
    <div className="table-scroll">
      <table className="plain fund-table fund-tree" aria-label={t(fundPageTexts.indicators)}>
        <thead>
          <tr>
            <th scope="col">{t(fundTexts.batch)}</th>
            {FIGURES.map((head) => (
              <th key={head.en} scope="col" className="fund-head">
                {t(head)}
                {t(fundTexts.inYuan)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.indicator.id}>
              <th scope="row">{name(row)}</th>
              {figuresOf(row).map(({ head, fen }) => (
                <td key={head.en} className="number">
                  {yuanOf(fen)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Found({ division, year }: { division: string; year: number | undefined }) {
  const { t } = useTexts();
  const { items, error, refetch, latest, goesOn, cut } = useIndicators(division, year);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const tree = useMemo(() => treeOf(items ?? []), [items]);
  const toggle = (id: string) =>
    setClosed((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const failure = error === null ? null : <Failure error={error} retry={() => void refetch()} />;
  if (items === undefined) return failure ?? <Loading />;
  return (
    <>
      {failure}
      {goesOn ? <p role="status">{t(fundTexts.readingMore)}</p> : null}
      {cut ? <Alert type="warning" showIcon title={t(fundTexts.notAll, { count: items.length })} /> : null}
      {items.length === 0 ? (
        <Nothing text={fundTexts.noIndicators} />
      ) : (
        <Tree rows={rowsOf(tree, closed)} closed={closed} toggle={toggle} />
      )}
      <AsOf answer={latest} />
    </>
  );
}

/** Years that can be chosen: the current one and those before it. */
const YEARS = 10;

/** The indicators of a division as a tree, with what became of each. */
export default function IndicatorsPage() {
  const { t } = useTexts();
  const { reader, data: me } = useReader();
  const description = useDescription();
  const scope = useScope();
  const { own, division, search, set } = scope;
  const now = yearOf(me?.blockTime ?? 0);
  const asked = search.get("year") ?? "";
  const year = /^(19|20|21)\d\d$/.test(asked) ? Number(asked) : undefined;
  if (own === undefined) return <Nothing text={fundTexts.noDivision} />;
  const issue = description.data?.data.actions.find(({ type }) => type === "fund.issue");
  const mayIssue = reader !== undefined && issue !== undefined && mayTry(issue.permission, reader);
  return (
    <div className="stack funds">
      <FundNav />
      <ScopeChoice scope={scope} />
      <div className="row">
        <label htmlFor="indicator-year">{t(fundTexts.year)}</label>
        <select id="indicator-year" value={year ?? ""} onChange={(event) => set("year", event.target.value)}>
          <option value="">{t(fundTexts.allYears)}</option>
          {Array.from({ length: YEARS }, (_, i) => now - i).map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
        {mayIssue ? <Link to="/actions/fund.issue">{t(fundTexts.issueOne)}</Link> : null}
      </div>
      <Found key={`${division} ${year}`} division={division} year={year} />
    </div>
  );
}
