import { type Indicator, indicatorsUnder, type Payment, paymentsOf } from "@jingzhun/ledger";
import { TRACE_NODES_MAX } from "./limits.ts";
import type { NodeAccess } from "./node-access.ts";

interface TraceNode {
  /** `source.<source>`, `indicator.<id>`, `household.<id>` */
  id: string;
  kind: "source" | "indicator" | "household";
  division?: string;
  /** Of an indicator: what it was given. */
  fen?: number;
  year?: number;
  document?: string;
}

/** Money that went from one to the other, and the keys of the records behind it: each has its transactions in its history. */
interface TraceEdge {
  from: string;
  to: string;
  fen: number;
  records: string[];
}

/** Where money came from and went, as a graph for a Sankey diagram (DOMAIN §6). */
export interface Trace {
  nodes: TraceNode[];
  edges: TraceEdge[];
  /** More than fits: ask for the parts. */
  truncated: boolean;
}

const PAID: readonly string[] = ["paid", "acknowledged"];

class TraceBuilder {
  readonly #access: NodeAccess;
  readonly #nodes = new Map<string, TraceNode>();
  readonly #edges = new Map<string, TraceEdge>();
  truncated = false;

  constructor(access: NodeAccess) {
    this.#access = access;
  }

  get full(): boolean {
    return this.#nodes.size >= TRACE_NODES_MAX;
  }

  indicator(id: string): Indicator | undefined {
    const value = this.#access.record(`indicator/${id}`)?.value as Indicator | undefined;
    if (value !== undefined) {
      const { division, amountFen, year, document } = value;
      this.#node({ id: `indicator.${id}`, kind: "indicator", division, fen: amountFen, year, document });
    }
    return value;
  }

  /** The edge by which an indicator got its money. */
  origin(id: string, value: Indicator): void {
    const from = value.parent === undefined ? `source.${value.source}` : `indicator.${value.parent}`;
    if (value.parent === undefined) this.#node({ id: from, kind: "source" });
    this.#edge(from, `indicator.${id}`, value.amountFen, `indicator/${id}`);
  }

  payment(household: string, key: string, value: Payment): void {
    if (!PAID.includes(value.state)) return;
    this.#node({ id: `household.${household}`, kind: "household", division: value.division });
    this.#edge(`indicator.${value.indicator}`, `household.${household}`, value.amountFen, key);
  }

  done(): Trace {
    return { nodes: [...this.#nodes.values()], edges: [...this.#edges.values()], truncated: this.truncated };
  }

  #node(node: TraceNode): void {
    this.#nodes.set(node.id, node);
  }

  #edge(from: string, to: string, fen: number, record: string): void {
    const edge = this.#edges.get(`${from} ${to}`);
    if (edge === undefined) this.#edges.set(`${from} ${to}`, { from, to, fen, records: [record] });
    else if (!edge.records.includes(record)) {
      edge.fen += fen;
      edge.records.push(record);
    }
  }
}

/** From an indicator down to each household that was paid from it or from what was allocated from it. */
export async function traceDown(access: NodeAccess, indicator: string): Promise<Trace> {
  const trace = new TraceBuilder(access);
  const origin = trace.indicator(indicator);
  if (origin !== undefined) trace.origin(indicator, origin);
  const open = [indicator];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    for await (const key of keysOf(access, indicatorsUnder(id), trace)) {
      const child = key.slice("indicator/".length);
      const value = trace.indicator(child);
      if (value === undefined) continue;
      trace.origin(child, value);
      open.push(child);
    }
    for await (const key of keysOf(access, paymentsOf(id), trace)) {
      const value = access.record(key)?.value as Payment | undefined;
      if (value !== undefined) trace.payment(key.split("/")[1] ?? "", key, value);
    }
  }
  return trace.done();
}

/** From a household's payments up through their indicators to the sources. */
export function traceUp(
  access: NodeAccess,
  household: string,
  payments: { key: string; value: Payment }[],
): Trace {
  const trace = new TraceBuilder(access);
  for (const { key, value } of payments) {
    if (!PAID.includes(value.state)) continue;
    let id: string | undefined = value.indicator;
    while (id !== undefined) {
      const indicator: Indicator | undefined = trace.indicator(id);
      if (indicator === undefined) break;
      trace.origin(id, indicator);
      id = indicator.parent;
    }
    trace.payment(household, key, value);
  }
  return trace.done();
}

/** Rows read at a time. */
const STEP = 500;

async function* keysOf(
  access: NodeAccess,
  range: { index: string; prefix: string },
  trace: TraceBuilder,
): AsyncGenerator<string> {
  let after: string | undefined;
  for (;;) {
    const options = { limit: STEP, ...(after === undefined ? {} : { after }) };
    const rows = await access.scan(range.index, range.prefix, options);
    for (const { row, key } of rows) {
      if (trace.full) {
        trace.truncated = true;
        return;
      }
      yield key;
      after = row;
    }
    if (rows.length < STEP) return;
  }
}
