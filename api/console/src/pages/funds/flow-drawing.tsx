import type { EChartsType } from "echarts/core";
import { useEffect, useRef, useState } from "react";
import { moneyOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import type { Flow } from "./flow.ts";
import { fundTexts } from "./fund-texts.ts";
import { sankeyOption } from "./sankey.ts";

interface FlowDrawingProps {
  flow: Flow;
  nameOf: (id: string) => string;
  label: string;
  /** What was clicked: an edge by its ends, a node by its id. */
  onEdge: (from: string, to: string) => void;
  onNode: (id: string) => void;
}

/** Height of a node with its gap, in sizes of type. */
const ROW = 2;
const LEAST_ROWS = 8;

/** The flow as a drawing. Whatever it shows and does, the table beside it has, too. */
export function FlowDrawing(props: FlowDrawingProps) {
  const { flow, label } = props;
  const { t, language } = useTexts();
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<{ draw: () => Promise<void> } | undefined>(undefined);
  const [failed, setFailed] = useState(false);
  const latest = useRef({ ...props, language });
  latest.current = { ...props, language };

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let left = false;
    const ends: (() => void)[] = [];
    const begin = async () => {
      const { init } = await import("./echarts.ts");
      if (left) return;
      const chart: EChartsType = init(element);
      const draw = async () => {
        const { flow: shown, nameOf, language: words } = latest.current;
        const style = getComputedStyle(element);
        const colour = (name: string) => style.getPropertyValue(name).trim();
        const look = {
          text: colour("--text"),
          line: colour("--muted"),
          kinds: {
            source: colour("--accent"),
            above: colour("--accent"),
            indicator: colour("--warning"),
            place: colour("--good"),
            rest: colour("--line"),
          },
          font: style.fontFamily,
          size: Math.round(Number.parseFloat(style.fontSize)),
          width: element.clientWidth,
        };
        // Text on a page waits for its parts of the font; a drawing would keep the empty boxes that stood in for them.
        const names = `${shown.nodes.map(({ id }) => nameOf(id)).join("")}¥元…`;
        await document.fonts.load(`${look.size}px ${look.font}`, names).catch(() => []);
        if (!left)
          chart.setOption(
            sankeyOption(shown, look, nameOf, (fen) => moneyOf(fen, words)),
            true,
          );
      };
      chart.on("click", (event) => {
        const { onEdge, onNode } = latest.current;
        const data = event.data as { source?: string; target?: string; name?: string } | undefined;
        if (event.dataType === "edge" && data?.source !== undefined && data.target !== undefined)
          onEdge(data.source, data.target);
        else if (event.dataType === "node" && data?.name !== undefined) onNode(data.name);
      });
      const sizes = new ResizeObserver(() => {
        chart.resize();
        void draw();
      });
      sizes.observe(element);
      const colours = new MutationObserver(() => void draw());
      colours.observe(document.documentElement, { attributeFilter: ["data-scheme", "style"] });
      ends.push(
        () => sizes.disconnect(),
        () => colours.disconnect(),
        () => chart.dispose(),
      );
      drawn.current = { draw };
      await draw();
    };
    begin().catch(() => setFailed(true));
    return () => {
      left = true;
      for (const end of ends) end();
      drawn.current = undefined;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another flow or other names mean another drawing
  useEffect(() => void drawn.current?.draw(), [flow, label, language]);

  const leaves = flow.nodes.filter(({ id }) => !flow.edges.some(({ from }) => from === id)).length;
  if (failed) return <p className="muted">{t(fundTexts.notDrawn)}</p>;
  return (
    <div
      ref={place}
      role="img"
      aria-label={label}
      className="fund-drawing"
      style={{ height: `${Math.max(LEAST_ROWS, leaves) * ROW}em` }}
    />
  );
}
