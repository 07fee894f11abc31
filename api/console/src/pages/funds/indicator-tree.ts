/** What the tree needs of an indicator. */
export interface IndicatorLine {
  readonly id: string;
  readonly parent?: string | undefined;
  readonly division: string;
  readonly amountFen: number;
  readonly freeFen: number;
  readonly committedFen: number;
}

export interface Branch<I extends IndicatorLine> {
  readonly indicator: I;
  readonly children: readonly Branch<I>[];
  /** Passed down to the indicators below it, fen. */
  readonly allocatedFen: number;
  /** Paid from it and from all below it, fen. */
  readonly spentFen: number;
  /** Approved and unpaid, here and below, fen. */
  readonly committedFen: number;
  /** Neither passed down, approved nor paid, here and below, fen. */
  readonly remainingFen: number;
}

/**
 * Indicators as a tree: an indicator whose parent isn't among them stands at the top. Money that left an indicator and
 * went neither down nor into approvals was paid.
 */
export function treeOf<I extends IndicatorLine>(indicators: readonly I[]): Branch<I>[] {
  const known = new Set(indicators.map(({ id }) => id));
  const below = new Map<string, I[]>();
  const tops: I[] = [];
  for (const indicator of indicators) {
    const { parent } = indicator;
    if (parent === undefined || !known.has(parent)) tops.push(indicator);
    else below.set(parent, [...(below.get(parent) ?? []), indicator]);
  }
  const branch = (indicator: I): Branch<I> => {
    const children = (below.get(indicator.id) ?? []).map(branch);
    const allocatedFen = sum(children.map((child) => child.indicator.amountFen));
    const own = indicator.amountFen - indicator.freeFen - indicator.committedFen - allocatedFen;
    return {
      indicator,
      children,
      allocatedFen,
      spentFen: own + sum(children.map((child) => child.spentFen)),
      committedFen: indicator.committedFen + sum(children.map((child) => child.committedFen)),
      remainingFen: indicator.freeFen + sum(children.map((child) => child.remainingFen)),
    };
  };
  return tops.map(branch);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export interface TreeRow<I extends IndicatorLine> extends Branch<I> {
  /** 1 at the top. */
  readonly level: number;
}

/** The rows of the tree from top to bottom; what lies under a closed one isn't shown. */
export function rowsOf<I extends IndicatorLine>(
  tree: readonly Branch<I>[],
  closed: ReadonlySet<string>,
  level = 1,
): TreeRow<I>[] {
  return tree.flatMap((branch) => [
    { ...branch, level },
    ...(closed.has(branch.indicator.id) ? [] : rowsOf(branch.children, closed, level + 1)),
  ]);
}
