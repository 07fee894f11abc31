import type { Trace } from "./flow.ts";

/** One place on the way of the money, above the payment. */
export interface ChainLink {
  readonly kind: "source" | "indicator";
  /** The source's code or the indicator's id. */
  readonly id: string;
  readonly division?: string | undefined;
  readonly fen?: number | undefined;
  readonly document?: string | undefined;
}

/** The way from the source down to an indicator. Of one that no trace names, itself alone. */
export function chainTo(trace: Pick<Trace, "nodes" | "edges">, indicator: string): ChainLink[] {
  const nodes = new Map(trace.nodes.map((node) => [node.id, node]));
  const above = new Map(trace.edges.map(({ from, to }) => [to, from]));
  const links: ChainLink[] = [];
  let at: string | undefined = `indicator.${indicator}`;
  const seen = new Set<string>();
  while (at !== undefined && !seen.has(at)) {
    seen.add(at);
    const dot = at.indexOf(".");
    const node = nodes.get(at);
    links.unshift({
      kind: at.startsWith("source.") ? "source" : "indicator",
      id: at.slice(dot + 1),
      division: node?.division,
      fen: node?.fen,
      document: node?.document,
    });
    at = above.get(at);
  }
  return links;
}
