import { divisionScope } from "@jingzhun/ledger";

/** A trace as the API gives it. */
export interface Trace {
  readonly nodes: readonly {
    readonly id: string;
    readonly kind: "source" | "indicator" | "household";
    readonly division?: string | undefined;
    readonly fen?: number | undefined;
    readonly document?: string | undefined;
  }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly fen: number;
    readonly records: readonly string[];
  }[];
}

interface FlowNode {
  readonly id: string;
  readonly kind: "source" | "indicator" | "above" | "place" | "rest";
  /** Of an indicator or a place. */
  readonly division?: string | undefined;
  readonly document?: string | undefined;
}

export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  readonly fen: number;
  /** Keys of the records behind it. */
  readonly records: readonly string[];
  readonly households: number;
}

export interface Flow {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

export const REST = "rest";

/** The code of the village's own level or of its township. */
function placeOf(division: string, by: "village" | "township"): string {
  return by === "village" ? division : `${division.slice(0, 9)}000`;
}

/** Villages in which households were paid. */
export function villagesIn(traces: readonly Trace[]): string[] {
  const divisions = traces.flatMap(({ nodes }) =>
    nodes.map(({ kind, division }) => (kind === "household" ? division : undefined)),
  );
  return [...new Set(divisions.filter((division) => division !== undefined))].sort();
}

/**
 * Traces put together, from source to places: the households of a village or township are one place. What an indicator
 * has neither passed down nor paid goes to `rest`. `within` leaves out the places elsewhere, and what remains. An
 * indicator from which the money came but that the reader may not see is `above`.
 */
export function flowOf(traces: readonly Trace[], by: "village" | "township", within?: string): Flow {
  const nodes = new Map<string, FlowNode>();
  const edges = new Map<
    string,
    { from: string; to: string; fen: number; records: string[]; homes: Set<string> }
  >();
  const given = new Map<string, number>();
  const divisions = new Map<string, string>();
  for (const trace of traces)
    for (const { id, kind, division, fen, document } of trace.nodes) {
      if (kind === "household") divisions.set(id, division ?? "");
      else nodes.set(id, { id, kind, division, document });
      if (kind === "indicator" && fen !== undefined) given.set(id, fen);
    }
  const seen = new Set<string>();
  for (const { from, to, fen, records } of traces.flatMap((trace) => trace.edges)) {
    // An indicator that lies on two traces is told twice.
    if (seen.has(`${from} ${to}`)) continue;
    seen.add(`${from} ${to}`);
    const village = divisions.get(to);
    let target = to;
    if (village !== undefined) {
      if (within !== undefined && !village.startsWith(divisionScope(within))) continue;
      const place = placeOf(village, by);
      target = `place.${place}`;
      nodes.set(target, { id: target, kind: "place", division: place });
    }
    if (!nodes.has(from)) nodes.set(from, { id: from, kind: "above" });
    const key = `${from} ${target}`;
    const edge = edges.get(key) ?? { from, to: target, fen: 0, records: [], homes: new Set() };
    edge.fen += fen;
    edge.records.push(...records);
    if (village !== undefined) edge.homes.add(to);
    edges.set(key, edge);
  }
  if (within === undefined) {
    const left = new Map(given);
    for (const { from, fen } of edges.values())
      if (left.has(from)) left.set(from, (left.get(from) ?? 0) - fen);
    for (const [from, fen] of left) {
      if (fen <= 0) continue;
      nodes.set(REST, { id: REST, kind: "rest" });
      edges.set(`${from} ${REST}`, { from, to: REST, fen, records: [], homes: new Set() });
    }
  }
  return {
    nodes: [...nodes.values()],
    edges: [...edges.values()].map(({ homes, ...edge }) => ({ ...edge, households: homes.size })),
  };
}

/** How many edges lie above each node, at most. A circle, which no ledger makes, ends at the number of edges. */
export function depthsOf(edges: readonly FlowEdge[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (let moved = true; moved; ) {
    moved = false;
    for (const { from, to } of edges) {
      const depth = Math.min(edges.length, (depths.get(from) ?? 0) + 1);
      if (depth <= (depths.get(to) ?? 0)) continue;
      depths.set(to, depth);
      moved = true;
    }
  }
  return depths;
}

/** Edges from the sources down, those of a node together, wider ones first: the order of the table. */
export function inOrder({ edges }: Flow): FlowEdge[] {
  const depths = depthsOf(edges);
  const depth = ({ from }: FlowEdge) => depths.get(from) ?? 0;
  const last = ({ to }: FlowEdge) => Number(to === REST);
  const byText = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
  return [...edges].sort(
    (a, b) =>
      depth(a) - depth(b) ||
      byText(a.from, b.from) ||
      last(a) - last(b) ||
      b.fen - a.fen ||
      byText(a.to, b.to),
  );
}
