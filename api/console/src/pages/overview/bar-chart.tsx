import type { EChartsType } from "echarts/core";
import { type RefObject, useEffect, useId, useRef } from "react";
import { Link, useNavigate } from "react-router";
import { Nothing } from "../../app/states.tsx";
import { TableHead } from "../../app/table-head.tsx";
import { useTexts } from "../../texts/language.tsx";
import { type Bar, barOption } from "./bars.ts";
import { overviewTexts } from "./texts.ts";

/** Height of a bar with its gap, in sizes of type. */
const ROW = 2;

/** Draws the bars into the element, again whenever its size, its colours or the figures change. */
function useDrawing(place: RefObject<HTMLElement | null>, bars: readonly Bar[], words: string): void {
  const go = useNavigate();
  const drawn = useRef<{ chart: EChartsType; draw: () => Promise<void> } | undefined>(undefined);
  const latest = useRef(bars);
  const open = useRef(go);
  latest.current = bars;
  open.current = go;

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let left = false;
    const observers: { disconnect: () => void }[] = [];
    const begin = async () => {
      const { init } = await import("./echarts.ts");
      if (left) return;
      const chart = init(element);
      const draw = async () => {
        const style = getComputedStyle(element);
        const look = {
          text: style.getPropertyValue("--text").trim(),
          bar: style.getPropertyValue("--accent").trim(),
          font: style.fontFamily,
          size: Math.round(Number.parseFloat(style.fontSize)),
        };
        // Text on a page waits for its parts of the font; a drawing would keep the empty boxes that stood in for them.
        const words = latest.current.map(({ name, text }) => name + text).join("");
        await document.fonts.load(`${look.size}px ${look.font}`, words).catch(() => []);
        if (!left) chart.setOption(barOption(latest.current, look), true);
      };
      chart.on("click", ({ dataIndex }) => {
        const to = latest.current[dataIndex]?.to;
        if (to !== undefined) void open.current(to);
      });
      const sizes = new ResizeObserver(() => {
        chart.resize();
        void draw();
      });
      sizes.observe(element);
      const colours = new MutationObserver(() => void draw());
      colours.observe(document.documentElement, { attributeFilter: ["data-scheme", "style"] });
      observers.push(sizes, colours);
      drawn.current = { chart, draw };
      await draw();
    };
    // Without the drawing the table still has everything.
    begin().catch(() => {});
    return () => {
      left = true;
      for (const observer of observers) observer.disconnect();
      drawn.current?.chart.dispose();
      drawn.current = undefined;
    };
  }, [place]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other words mean other figures
  useEffect(() => void drawn.current?.draw(), [words]);
}

interface BarChartProps {
  title: string;
  /** Heads of the table's columns. */
  heads: readonly [string, string];
  bars: readonly Bar[];
  /** On the wall: fills its place, without the table, which nobody could open there. */
  wall?: boolean;
}

/** A chart of bars with the same figures as a table; from the table each opens its list. */
export function BarChart({ title, heads, bars, wall = false }: BarChartProps) {
  const { t } = useTexts();
  const heading = useId();
  if (bars.length === 0)
    return (
      <section className="panel overview-chart" aria-labelledby={heading}>
        <h2 id={heading}>{title}</h2>
        <Nothing />
      </section>
    );
  const words = bars.map(({ name, text }) => `${name} ${text}`).join("; ");
  return (
    <section className="panel overview-chart" aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      <Drawing bars={bars} label={`${title}: ${words}`} fills={wall} />
      {wall ? null : (
        <details>
          <summary>{t(overviewTexts.asTable)}</summary>
          <div className="table-scroll">
            <table className="plain" aria-labelledby={heading}>
              <TableHead heads={heads} />
              <tbody>
                {bars.map(({ name, text, to }) => (
                  <tr key={name}>
                    <th scope="row">{to === undefined ? name : <Link to={to}>{name}</Link>}</th>
                    <td className="number">{text}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </section>
  );
}

function Drawing({ bars, label, fills }: { bars: readonly Bar[]; label: string; fills: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  useDrawing(place, bars, label);
  return (
    <div
      ref={place}
      role="img"
      aria-label={label}
      className={fills ? "overview-drawing fills" : "overview-drawing"}
      style={fills ? undefined : { height: `${bars.length * ROW + 1}em` }}
    />
  );
}
