import { CODE_LISTS, codeLabel } from "@jingzhun/ledger";
import { PAGES } from "../../app/routes.ts";
import { useCall } from "../../ledger/queries.ts";
import { moneyOf, numberOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import type { Both } from "../../texts/text.ts";
import type { Bar } from "./bars.ts";
import { type Counters, firstParts, type Part, partsOf } from "./figures.ts";
import { listAddress } from "./lists.ts";
import { overviewTexts } from "./texts.ts";

/** Divisions below that one answer brings: the API's most. */
export const CHILDREN_READ = 200;
/** ms between two readings on the wall, should the stream of blocks be broken. */
const WALL_MS = 15_000;

// Read late: this module is itself part of an area.
const paths = () => PAGES.map(({ path }) => path);

/** A division's counters and those of the divisions under it. */
export function useFigures(division: string, wall: boolean) {
  const options = { live: true, ...(wall ? { refetchInterval: WALL_MS } : {}) };
  const own = useCall("statistics.get", { query: { division } }, options);
  const below = useCall("statistics.children", { query: { division, limit: CHILDREN_READ } }, options);
  return { own, below };
}

/** The address of a division's list in this console. */
export function addressOf(
  kind: Parameters<typeof listAddress>[1],
  division: string,
  filter: { readonly [name: string]: string } = {},
): string {
  return listAddress(paths(), kind, division, filter);
}

interface Breakdown {
  readonly title: Both;
  /** Head of the names' column. */
  readonly head: Both;
  readonly prefix: string;
  readonly list: string;
  readonly unit: "household" | "service" | "money";
  readonly to: (part: string) => string;
}

export interface BarsShown {
  readonly title: string;
  readonly heads: readonly [string, string];
  readonly bars: readonly Bar[];
}

const REST = "…";

/** What the figures are made of, as bars; `most` sums up what doesn't fit. `year` chooses the era's words. */
export function useBreakdowns(division: string, counters: Counters, year: number, most = 99) {
  const { t, language } = useTexts();
  const barsOf = ({ title, head, prefix, list, unit, to }: Breakdown): BarsShown => {
    const words = CODE_LISTS.get(list);
    const nameOf = (id: string) => {
      if (id === REST) return t(overviewTexts.rest);
      return words === undefined ? id : codeLabel(words, id, language, year);
    };
    const textOf = (value: number) => {
      if (unit === "money") return moneyOf(value, language);
      const count = numberOf(value, language);
      return t(unit === "household" ? overviewTexts.householdCount : overviewTexts.serviceCount, { count });
    };
    const bar = ({ id, value }: Part): Bar => ({
      name: nameOf(id),
      value,
      text: textOf(value),
      to: id === REST ? undefined : to(id),
    });
    return {
      title: t(title),
      heads: [t(head), t(unit === "money" ? overviewTexts.amount : overviewTexts.count)],
      bars: firstParts(partsOf(counters, prefix), most, REST).map(bar),
    };
  };
  return {
    state: barsOf({
      title: overviewTexts.byState,
      head: overviewTexts.state,
      prefix: "households.state.",
      list: "registration_state",
      unit: "household",
      to: (state) => addressOf("households", division, { state }),
    }),
    cause: barsOf({
      title: overviewTexts.byCause,
      head: overviewTexts.cause,
      prefix: "households.cause.",
      list: "cause",
      unit: "household",
      to: (cause) => addressOf("households", division, { cause, counted: "1" }),
    }),
    purpose: barsOf({
      title: overviewTexts.byPurpose,
      head: overviewTexts.purpose,
      prefix: "funds.paid_fen.purpose.",
      list: "fund_purpose",
      unit: "money",
      to: (purpose) => addressOf("payments", division, { purpose, paid: "1" }),
    }),
    service: barsOf({
      title: overviewTexts.byService,
      head: overviewTexts.type,
      prefix: "services.type.",
      list: "service_type",
      unit: "service",
      to: (type) => addressOf("services", division, { type, operator: "" }),
    }),
  };
}

export interface Below {
  readonly division: string;
  readonly name: string;
  readonly counters: Counters;
}

/** Households of the divisions below, the most first; `most` sums up what doesn't fit. */
export function useBarsBelow(below: readonly Below[], most = 99): BarsShown {
  const { t, language } = useTexts();
  const parts = below
    .map(({ division, counters }) => ({ id: division, value: counters["households"] ?? 0 }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
  const names = new Map(below.map(({ division, name }) => [division, name]));
  return {
    title: t(overviewTexts.householdsBelow),
    heads: [t(overviewTexts.division), t(overviewTexts.households)],
    bars: firstParts(parts, most, REST).map(({ id, value }) => ({
      name: names.get(id) ?? t(overviewTexts.rest),
      value,
      text: t(overviewTexts.householdCount, { count: numberOf(value, language) }),
      to: id === REST ? undefined : addressOf("households", id),
    })),
  };
}
