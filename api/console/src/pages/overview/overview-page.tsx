import { yearOf } from "../../texts/formats.ts";
import "./overview.css";
import { FullscreenOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useSearchParams } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { Nothing, QueryState } from "../../app/states.tsx";
import { useReader } from "../../ledger/reader.ts";
import { useTexts } from "../../texts/language.tsx";
import { DivisionCascade } from "../households/division-cascade.tsx";
import { BarChart } from "./bar-chart.tsx";
import { BelowTable } from "./below-table.tsx";
import { type Counters, widestOf } from "./figures.ts";
import { LiveBlocks } from "./live-blocks.tsx";
import { MainFigures, useMainFigures } from "./main-figures.tsx";
import { type Below, CHILDREN_READ, useBarsBelow, useBreakdowns, useFigures } from "./overview-data.ts";
import { overviewTexts } from "./texts.ts";
import { Wall } from "./wall.tsx";

function Charts({ division, counters, year }: { division: string; counters: Counters; year: number }) {
  const { state, cause, purpose, service } = useBreakdowns(division, counters, year);
  return (
    <div className="overview-charts">
      <BarChart {...state} />
      <BarChart {...cause} />
      <BarChart {...purpose} />
      <BarChart {...service} />
    </div>
  );
}

function Figures({ division, counters }: { division: string; counters: Counters }) {
  return <MainFigures figures={useMainFigures(division, counters)} />;
}

function BelowDivision({ below, cut }: { below: readonly Below[]; cut: boolean }) {
  const bars = useBarsBelow(below);
  return (
    <>
      <BelowTable below={below} cut={cut} />
      {bars.bars.length === 0 ? null : <BarChart {...bars} />}
    </>
  );
}

/** A division's households, money and services at one look, each figure leading to its list. */
export default function OverviewPage() {
  const { t } = useTexts();
  const { reader } = useReader();
  const [search, setSearch] = useSearchParams();
  const own = widestOf(reader?.roles.map(({ division }) => division) ?? []);
  const division = search.get("division") ?? own ?? "";
  const wall = search.get("wall") === "1";
  const set = (name: string, value: string | undefined) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      if (value === undefined) next.delete(name);
      else next.set(name, value);
      return next;
    });
  if (own === undefined) return <Nothing text={overviewTexts.noDivision} />;
  if (wall) return <Wall division={division} leave={() => set("wall", undefined)} />;
  return (
    <div className="stack">
      <div className="row">
        <DivisionCascade own={own} value={division} onChange={(code) => set("division", code)} />
        <Button icon={<FullscreenOutlined />} onClick={() => set("wall", "1")}>
          {t(overviewTexts.wall)}
        </Button>
      </div>
      <OfDivision key={division} division={division} />
      <LiveBlocks />
    </div>
  );
}

function OfDivision({ division }: { division: string }) {
  const { t } = useTexts();
  const { own, below } = useFigures(division, false);
  return (
    <>
      <QueryState query={own}>
        {({ data: { counters }, blockTime }) => (
          <>
            <Figures division={division} counters={counters} />
            <AsOf answer={own.data} />
            <Charts division={division} counters={counters} year={yearOf(blockTime)} />
          </>
        )}
      </QueryState>
      <section aria-labelledby="overview-below">
        <h2 id="overview-below">{t(overviewTexts.byDivision)}</h2>
        {own.data === undefined ? null : (
          <QueryState query={below}>
            {({ items, nextCursor }) => (
              <div className="stack">
                <BelowDivision below={items} cut={nextCursor !== null && items.length === CHILDREN_READ} />
              </div>
            )}
          </QueryState>
        )}
      </section>
    </>
  );
}
