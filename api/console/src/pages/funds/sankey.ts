import { depthsOf, type Flow, type FlowEdge } from "./flow.ts";

export interface SankeyLook {
  readonly text: string;
  readonly line: string;
  readonly kinds: { readonly [kind: string]: string };
  readonly font: string;
  /** px */
  readonly size: number;
  /** px of the drawing */
  readonly width: number;
}

/** Sizes of type for a name beside its node; the table has the whole. */
const NAME_WIDTH = 10;

/** A drawing of the flow. Every node has its name and amount in words, so nothing depends on colour. */
export function sankeyOption(
  { nodes, edges }: Flow,
  { text, line, kinds, font, size, width }: SankeyLook,
  nameOf: (id: string) => string,
  amountOf: (fen: number) => string,
) {
  const amounts = new Map<string, number>();
  const ends = new Set(edges.map(({ from }) => from));
  const deepest = Math.max(0, ...depthsOf(edges).values());
  for (const { id } of nodes) {
    const into = sumOf(edges.filter(({ to }) => to === id));
    const out = sumOf(edges.filter(({ from }) => from === id));
    amounts.set(id, Math.max(into, out));
  }
  // On a phone the names of both sides have to find room between them.
  const narrow = width < size * 40;
  const right = size * (narrow ? 7 : 17);
  const nodeWidth = Math.round(size * 0.6);
  // What stands between two columns has their distance to write in, and the amount a line of its own.
  const between = Math.floor((width - right) / Math.max(1, deepest)) - nodeWidth - 12;
  const words = (name: string) => shortName(nameOf(name));
  const amount = (name: string) => amountOf(amounts.get(name) ?? 0);
  const label = {
    color: text,
    fontFamily: font,
    fontSize: size,
    position: "right" as const,
    overflow: "truncate" as const,
  };
  return {
    animation: false,
    series: [
      {
        type: "sankey" as const,
        left: 4,
        right,
        top: size,
        bottom: size,
        // Narrow nodes stand next to each other: their names need a line each.
        nodeGap: Math.round(size * 1.15),
        nodeWidth,
        draggable: false,
        emphasis: { focus: "adjacency" as const },
        lineStyle: { color: line, opacity: 0.4, curveness: 0.5 },
        data: nodes.map(({ id, kind }) => {
          const end = !ends.has(id);
          return {
            name: id,
            itemStyle: { color: kinds[kind] ?? line, borderWidth: 0 },
            label: {
              ...label,
              width: end ? right - size : between,
              formatter: ({ name }: { name: string }) => {
                // A number that is cut off would be another number.
                if (narrow || (!end && widthOf(amount(name)) * size > between)) return words(name);
                return `${words(name)}${end ? " " : "\n"}${amount(name)}`;
              },
            },
            // What nothing leaves stands at the right edge.
            ...(end ? { depth: deepest } : {}),
          };
        }),
        links: edges.map(({ from, to, fen }) => ({ source: from, target: to, value: fen })),
      },
    ],
  };
}

function sumOf(edges: readonly FlowEdge[]): number {
  return edges.reduce((total, { fen }) => total + fen, 0);
}

/** About how wide a text is, in sizes of type: Chinese is as wide as high, digits and letters half of it. */
function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > "\u2e7f" ? 1 : 0.58), 0);
}

function shortName(name: string): string {
  if (widthOf(name) <= NAME_WIDTH) return name;
  let short = "";
  for (const character of name) {
    if (widthOf(short + character) > NAME_WIDTH - 1) break;
    short += character;
  }
  return `${short}…`;
}
