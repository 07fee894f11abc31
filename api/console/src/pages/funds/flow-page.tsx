import { recordTexts } from "../../records/record-texts.ts";
import "./funds.css";
import type { Routes } from "@jingzhun/client-sdk";
import { CODE_LISTS, codeLabel, NATION } from "@jingzhun/ledger";
import { useQueries } from "@tanstack/react-query";
import { Alert, Button, Grid } from "antd";
import { useMemo, useState } from "react";
import { AsOf } from "../../app/as-of.tsx";
import { Failure, Loading, Nothing } from "../../app/states.tsx";
import { TableHead } from "../../app/table-head.tsx";
import { keyIdOf, useClient } from "../../ledger/client.tsx";
import type { ItemOf } from "../../ledger/queries.ts";
import { moneyOf, numberOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { Behind } from "./behind.tsx";
import { useDivisionNames } from "./division-names.ts";
import { type Flow, type FlowEdge, flowOf, inOrder, villagesIn } from "./flow.ts";
import { FlowDrawing } from "./flow-drawing.tsx";
import { FundNav } from "./fund-nav.tsx";
import { fundTexts } from "./fund-texts.ts";
import { treeOf } from "./indicator-tree.ts";
import { useIndicators } from "./indicators.ts";
import { FLOWS_TOGETHER, VILLAGES_DRAWN } from "./limits.ts";
import { useScope } from "./scope.tsx";

type Indicator = ItemOf<"funds.indicators">;
type TraceAnswer = Routes["traces.ofIndicator"]["response"];

const SOURCES = CODE_LISTS.get("fund_source");

/** Traces of several indicators; each is read by itself and told once all are there. */
function useTraces(ids: readonly string[]) {
  const client = useClient();
  const answers = useQueries({
    queries: ids.map((indicator) => ({
      queryKey: ["call", keyIdOf(client), "traces.ofIndicator", { params: { indicator } }],
      queryFn: () => client.call("traces.ofIndicator", { params: { indicator } }),
    })),
  });
  const error = answers.find((answer) => answer.error !== null)?.error ?? null;
  const read = answers.map(({ data }) => data);
  const all = read.every((data) => data !== undefined) ? (read as TraceAnswer[]) : undefined;
  const refetch = () => {
    for (const answer of answers) if (answer.error !== null) void answer.refetch();
  };
  return { all, error, refetch };
}

interface FlowsProps {
  edges: readonly FlowEdge[];
  nameOf: (id: string) => string;
  open: (edge: FlowEdge) => void;
  /** Looks closer at a township; undefined where villages are shown. */
  within: ((township: string) => void) | undefined;
}

function Buttons({ edge, nameOf, open, within }: Omit<FlowsProps, "edges"> & { edge: FlowEdge }) {
  const { t, language } = useTexts();
  const { from, to, fen } = edge;
  const words = { from: nameOf(from), to: nameOf(to), amount: moneyOf(fen, language) };
  return (
    <div className="row">
      <Button aria-label={t(fundTexts.detailsOf, words)} onClick={() => open(edge)}>
        {t(fundTexts.details)}
      </Button>
      {within !== undefined && to.startsWith("place.") ? (
        <Button
          aria-label={`${words.to} ${t(fundTexts.villagesOf)}`}
          onClick={() => within(to.slice("place.".length))}
        >
          {t(fundTexts.villagesOf)}
        </Button>
      ) : null}
    </div>
  );
}

/** Every flow of the drawing, as cards where the screen is narrow. */
function Table({ edges, ...rest }: FlowsProps) {
  const { t, language } = useTexts();
  const wide = Grid.useBreakpoint().md === true;
  const { nameOf } = rest;
  const count = (households: number) => (households === 0 ? "—" : numberOf(households, language));
  if (!wide)
    return (
      <ul className="cards">
        {edges.map((edge) => (
          <li key={`${edge.from} ${edge.to}`} className="panel">
            <div>
              {nameOf(edge.from)} → <strong>{nameOf(edge.to)}</strong>
            </div>
            <div className="fund-money">{moneyOf(edge.fen, language)}</div>
            <div className="muted">
              {t(fundTexts.households)} {count(edge.households)}
            </div>
            <Buttons edge={edge} {...rest} />
          </li>
        ))}
      </ul>
    );
  const heads = [fundTexts.from, fundTexts.to, fundTexts.money, fundTexts.households, fundTexts.details];
  return (
    <div className="table-scroll">
      <table className="plain fund-table" aria-labelledby="flow-table">
        <TableHead heads={heads} />
        <tbody>
          {edges.map((edge) => (
            <tr key={`${edge.from} ${edge.to}`}>
              <td>{nameOf(edge.from)}</td>
              <th scope="row">{nameOf(edge.to)}</th>
              <td className="number">{moneyOf(edge.fen, language)}</td>
              <td className="number">{count(edge.households)}</td>
              <td>
                <Buttons edge={edge} {...rest} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface FlowNames {
  readonly nameOf: (id: string) => string;
  /** For the drawing: of an indicator where it is, without its document. */
  readonly shortOf: (id: string) => string;
}

/** Names of everything in a flow. */
function useNames(flow: Flow, indicators: readonly Indicator[]): FlowNames {
  const { t, language } = useTexts();
  const names = useDivisionNames(flow.nodes.flatMap(({ division }) => division ?? []));
  return useMemo(() => {
    const sourceName = (source: string) =>
      SOURCES === undefined ? source : codeLabel(SOURCES, source, language);
    const placeName = (division: string) =>
      division === NATION ? t(recordTexts.nation) : (names.get(division) ?? division);
    const shorts = new Map<string, string>();
    const whole = new Map<string, string>();
    for (const { id, kind, division = "", document } of flow.nodes) {
      if (kind === "rest") shorts.set(id, t(fundTexts.restNode));
      else if (kind === "source") shorts.set(id, sourceName(id.slice("source.".length)));
      else if (kind === "place") shorts.set(id, placeName(division));
      else if (kind === "indicator") {
        shorts.set(id, placeName(division));
        whole.set(id, `${placeName(division)} ${document ?? id}`);
      } else {
        const child = flow.edges.find(({ from }) => from === id)?.to.slice("indicator.".length);
        const source = indicators.find((indicator) => indicator.id === child)?.source;
        shorts.set(id, source === undefined ? "…" : sourceName(source));
        whole.set(id, t(fundTexts.aboveNode, { source: source === undefined ? "…" : sourceName(source) }));
      }
    }
    return {
      nameOf: (id) => whole.get(id) ?? shorts.get(id) ?? id,
      shortOf: (id) => shorts.get(id) ?? id,
    };
  }, [flow, indicators, names, t, language]);
}

function Flows({ ids, indicators }: { ids: readonly string[]; indicators: readonly Indicator[] }) {
  const { t, language } = useTexts();
  const { all, error, refetch } = useTraces(ids);
  const [township, setTownship] = useState<string | undefined>();
  const [chosen, setChosen] = useState<{ from: string; to: string } | undefined>();
  const traces = useMemo(() => all?.map(({ data }) => data) ?? [], [all]);
  const villages = useMemo(() => villagesIn(traces), [traces]);
  const by = township === undefined && villages.length > VILLAGES_DRAWN ? "township" : "village";
  const flow = useMemo(() => flowOf(traces, by, township), [traces, by, township]);
  const edges = useMemo(() => inOrder(flow), [flow]);
  const { nameOf, shortOf } = useNames(flow, indicators);
  const townships = [...new Set(villages.map((village) => `${village.slice(0, 9)}000`))];
  const townshipNames = useDivisionNames(townships);
  const failure = error === null ? null : <Failure error={error} retry={refetch} />;
  if (all === undefined) return failure ?? <Loading />;
  const [first] = [...edges].sort((a, b) => b.fen - a.fen);
  if (first === undefined) return <Nothing text={fundTexts.noFlow} />;
  const lineOf = ({ from, to, fen }: FlowEdge) => `${nameOf(from)} → ${nameOf(to)} ${moneyOf(fen, language)}`;
  const behind = edges.find(({ from, to }) => from === chosen?.from && to === chosen.to);
  const readable = (id: string) => indicators.some((indicator) => indicator.id === id);
  const setWithin = (code: string | undefined) => {
    setChosen(undefined);
    setTownship(code);
  };
  return (
    <>
      {failure}
      {all.some(({ data }) => data.truncated) ? (
        <Alert type="warning" showIcon title={t(fundTexts.truncated)} />
      ) : null}
      {townships.length < 2 ? null : (
        <div className="row">
          <label htmlFor="flow-within">{t(fundTexts.within)}</label>
          <select
            id="flow-within"
            value={township ?? ""}
            onChange={(event) => setWithin(event.target.value === "" ? undefined : event.target.value)}
          >
            <option value="">{t(fundTexts.allTownships)}</option>
            {townships.map((code) => (
              <option key={code} value={code}>
                {townshipNames.get(code) ?? code}
              </option>
            ))}
          </select>
        </div>
      )}
      <section className="panel" aria-labelledby="flow-chart">
        <h2 id="flow-chart">{t(fundTexts.chart)}</h2>
        <FlowDrawing
          flow={flow}
          nameOf={shortOf}
          label={t(fundTexts.drawing, { count: edges.length, first: lineOf(first) })}
          onEdge={(from, to) => setChosen({ from, to })}
          onNode={(id) => {
            if (by === "township" && id.startsWith("place.")) setWithin(id.slice("place.".length));
            else {
              const into = edges.find(({ to }) => to === id);
              if (into !== undefined) setChosen(into);
            }
          }}
        />
      </section>
      {behind === undefined ? null : <Behind edge={behind} nameOf={nameOf} readable={readable} />}
      <section aria-labelledby="flow-table">
        <h2 id="flow-table">{t(fundTexts.table)}</h2>
        <Table
          edges={edges}
          nameOf={nameOf}
          open={setChosen}
          within={by === "township" ? setWithin : undefined}
        />
      </section>
      <AsOf answer={all[0]} />
    </>
  );
}

function Choice({
  indicators,
  value,
  choose,
}: {
  indicators: readonly Indicator[];
  value: string;
  choose: (id: string) => void;
}) {
  const { t, language } = useTexts();
  return (
    <div className="row">
      <label htmlFor="flow-indicator">{t(fundTexts.flowOf)}</label>
      <select id="flow-indicator" value={value} onChange={(event) => choose(event.target.value)}>
        <option value="">{t(fundTexts.allTop)}</option>
        {indicators.map(({ id, document, source, year }) => (
          <option key={id} value={id}>
            {SOURCES === undefined ? source : codeLabel(SOURCES, source, language)} {year} {document}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Money from its source through the indicators to villages, drawn and as a table, each flow with what is behind it. */
export default function FlowPage() {
  const { t } = useTexts();
  const { own, division, search, set } = useScope();
  const { items, error, refetch, goesOn } = useIndicators(division, undefined, own !== undefined);
  const tops = useMemo(() => treeOf(items ?? []).map(({ indicator }) => indicator.id), [items]);
  const asked = search.get("indicator") ?? "";
  const ids = asked === "" ? tops.slice(0, FLOWS_TOGETHER) : [asked];
  const failure = error === null ? null : <Failure error={error} retry={() => void refetch()} />;
  if (own === undefined) return <Nothing text={fundTexts.noDivision} />;
  return (
    <div className="stack funds">
      <FundNav />
      {failure}
      {items === undefined || goesOn ? (
        failure === null ? (
          <Loading />
        ) : null
      ) : (
        <>
          <Choice indicators={items} value={asked} choose={(id) => set("indicator", id)} />
          {asked === "" && tops.length > FLOWS_TOGETHER ? (
            <p className="muted">{t(fundTexts.onlyFirst, { count: FLOWS_TOGETHER })}</p>
          ) : null}
          {items.length === 0 ? (
            <Nothing text={fundTexts.noIndicators} />
          ) : (
            <Flows key={ids.join(" ")} ids={ids} indicators={items} />
          )}
        </>
      )}
    </div>
  );
}
