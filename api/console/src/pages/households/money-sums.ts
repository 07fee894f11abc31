import { INCOME_LINES } from "@jingzhun/ledger";

export interface MoneyLine {
  readonly line: string;
  readonly period: string;
  readonly fen: number;
}

const SPENDING: ReadonlySet<string | undefined> = new Set(["cost", "rigid"]);

export function isSpending(line: string): boolean {
  return SPENDING.has(INCOME_LINES.entries.find(({ id }) => id === line)?.group);
}

/** What came in and what went out by year, the newest first. Sums of what was entered, not the net income of a review. */
export function sumsByYear(
  lines: readonly MoneyLine[],
): { year: string; incomeFen: number; spendingFen: number }[] {
  const years = new Map<string, { incomeFen: number; spendingFen: number }>();
  for (const { line, period, fen } of lines) {
    const year = period.slice(0, 4);
    const sums = years.get(year) ?? { incomeFen: 0, spendingFen: 0 };
    sums[isSpending(line) ? "spendingFen" : "incomeFen"] += fen;
    years.set(year, sums);
  }
  return [...years].map(([year, sums]) => ({ year, ...sums })).sort((a, b) => (a.year < b.year ? 1 : -1));
}
