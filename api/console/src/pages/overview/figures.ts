/** Counters of a division, as the statistics give them; one at zero is left out. */
export interface Counters {
  readonly [name: string]: number;
}

export interface Part {
  readonly id: string;
  readonly value: number;
}

/** The counters under a prefix by what follows it, the largest first, equal ones by name. */
export function partsOf(counters: Counters, prefix: string): Part[] {
  return Object.entries(counters)
    .filter(([name, value]) => name.startsWith(prefix) && value !== 0)
    .map(([name, value]) => ({ id: name.slice(prefix.length), value }))
    .filter(({ id }) => !id.includes("."))
    .sort((a, b) => b.value - a.value || (a.id < b.id ? -1 : 1));
}

/** The first parts; what doesn't fit is one part `rest`, so that the sum stays the same. */
export function firstParts(parts: readonly Part[], most: number, rest: string): Part[] {
  if (parts.length <= most) return [...parts];
  const shown = parts.slice(0, most - 1);
  const sum = parts.slice(most - 1).reduce((total, { value }) => total + value, 0);
  return [...shown, { id: rest, value: sum }];
}

export interface FundFigures {
  /** Indicators that the division and those under it hold; undefined where its payments come from one above. */
  readonly arrived: number | undefined;
  readonly paid: number;
  /** Approved and not yet paid. */
  readonly waiting: number;
  /** Arrived and not yet paid. */
  readonly stuck: number | undefined;
  /** Paid, and neither bank nor household has confirmed it. */
  readonly unconfirmed: number;
}

/** fen */
export function fundFigures(counters: Counters): FundFigures {
  const of = (name: string) => counters[name] ?? 0;
  const [held, paid] = [of("funds.indicator_fen"), of("funds.paid_fen")];
  // A township's payments are made from the county's indicators: what arrived is known only above it.
  const arrived = held < of("funds.approved_fen") || held < paid ? undefined : held;
  return {
    arrived,
    paid,
    waiting: Math.max(0, of("funds.approved_fen") - paid),
    stuck: arrived === undefined ? undefined : arrived - paid,
    unconfirmed: Math.max(0, paid - of("funds.acknowledged_fen")),
  };
}

/** The widest of the divisions in which someone has a role: that with most zeros at its end. */
export function widestOf(divisions: readonly string[]): string | undefined {
  const zeros = (code: string) => code.length - code.replace(/0+$/, "").length;
  return [...divisions].sort((a, b) => zeros(b) - zeros(a))[0];
}
