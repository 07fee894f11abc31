import { type Action, newId } from "@jingzhun/ledger";
import { type DemoOperator, orgAdminOf, townshipOfficerOf } from "../network/operators.ts";
import {
  CENTRAL_FINANCE,
  HUAYUAN,
  HUAYUAN_BANK,
  HUAYUAN_FINANCE,
  HUNAN_FINANCE,
  XIANGXI_FINANCE,
} from "../network/organisations.ts";
import type { Random } from "../random.ts";
import type { Step } from "./actors.ts";
import { householdIdOf } from "./files.ts";
import type { InventedHousehold } from "./people.ts";

/** Payments that an office handles in one transaction. */
const HANDLED_AT_ONCE = 25;
/** Two people, one of finance, from 10,000 yuan (the ledger's default thresholds). */
const TWO_APPROVE_FEN = 1_000_000;

/** One way of money from its source to the county, largest first. Document numbers are invented. */
const TRANCHES = [
  {
    name: "central",
    source: "central",
    purpose: "industry",
    fen: 1_600_000_000,
    chain: [CENTRAL_FINANCE, HUNAN_FINANCE, XIANGXI_FINANCE, HUAYUAN_FINANCE],
  },
  {
    name: "provincial",
    source: "provincial",
    purpose: "housing",
    fen: 800_000_000,
    chain: [HUNAN_FINANCE, XIANGXI_FINANCE, HUAYUAN_FINANCE],
  },
  {
    name: "county",
    source: "county",
    purpose: "education",
    fen: 200_000_000,
    chain: [HUAYUAN_FINANCE],
  },
] as const;
type Tranche = (typeof TRANCHES)[number];

const DIVISIONS: { readonly [organisation: string]: string } = {
  [CENTRAL_FINANCE]: "000000000000",
  [HUNAN_FINANCE]: "430000000000",
  [XIANGXI_FINANCE]: "433100000000",
  [HUAYUAN_FINANCE]: HUAYUAN,
};

/** How far a payment has come when the demonstration ends. */
type Reached = "applied" | "approved" | "paid" | "acknowledged";

export interface PlannedPayment {
  household: InventedHousehold;
  tranche: Tranche["name"];
  purpose: string;
  amountFen: number;
  reached: Reached;
}

/** One payment for most registered households, of a size that the purpose usually has; most arrive. */
export function planPayments(random: Random, households: readonly InventedHousehold[]): PlannedPayment[] {
  const payments: PlannedPayment[] = [];
  for (const household of households) {
    if (household.turnedDown || random.chance(0.2)) continue;
    const tranche = TRANCHES.find(({ purpose }) =>
      household.cause.main === "schooling"
        ? purpose === "education"
        : household.kind === "destitute"
          ? purpose === "housing"
          : purpose === "industry",
    )!;
    // 雨露计划 3,000 yuan a year; dangerous housing grade C 14,000, D 28,000 yuan (DOMAIN §5).
    const amountFen =
      tranche.purpose === "education"
        ? 300_000
        : tranche.purpose === "housing"
          ? random.pick([1_400_000, 2_800_000])
          : random.int(10, 50) * 10_000;
    const reached: Reached = random.weighted([
      ["acknowledged", 80],
      ["paid", 8],
      ["approved", 6],
      ["applied", 6],
    ]);
    payments.push({ household, tranche: tranche.name, purpose: tranche.purpose, amountFen, reached });
  }
  return payments;
}

export const isPaid = (payment: PlannedPayment) =>
  payment.reached === "paid" || payment.reached === "acknowledged";

/** Indicators level by level: each list must be final before the next. Returns also each tranche's county indicator. */
export function indicatorSteps(
  random: Random,
  operator: (id: string) => DemoOperator,
  date: string,
): { levels: Step[][]; indicatorOf: (tranche: string) => string } {
  const levels: Step[][] = [];
  const last = new Map<string, string>();
  for (const tranche of TRANCHES) {
    let parent: string | undefined;
    for (const [depth, organisation] of tranche.chain.entries()) {
      const indicator = newId("I", random.bytes(10));
      const received = {
        indicatorId: indicator,
        division: DIVISIONS[organisation]!,
        organisation,
        purpose: tranche.purpose,
        // Each level keeps a tenth for its other uses.
        amountFen: Math.round(tranche.fen * 0.9 ** depth),
        document: `演示财农〔${date.slice(0, 4)}〕${10 * depth + TRANCHES.indexOf(tranche) + 1}号`,
        issuedOn: date,
        receivedOn: date,
      };
      const action: Action =
        parent === undefined
          ? [
              "fund.issue",
              { ...received, source: tranche.source, class: "development", year: Number(date.slice(0, 4)) },
            ]
          : ["fund.allocate", { ...received, parentId: parent }];
      const from = tranche.chain[Math.max(0, depth - 1)]!;
      levels[depth] ??= [];
      levels[depth]!.push({
        step: `indicator/${tranche.name}/${depth}`,
        key: operator(`${from}-officer`).key,
        actions: [action],
      });
      parent = indicator;
    }
    last.set(tranche.name, parent!);
  }
  return { levels, indicatorOf: (tranche) => last.get(tranche)! };
}

/** Application, approvals, payment and the bank's confirmation, each by its office; each list before the next. */
export function paymentSteps(
  village: string,
  payments: readonly PlannedPayment[],
  indicatorOf: (tranche: string) => string,
  operator: (id: string) => DemoOperator,
  dates: { applied: string; paid: string },
): { apply: Step[]; approve: Step[]; approveFinance: Step[]; pay: Step[]; acknowledge: Step[] } {
  // Each household gets its first payment, so its number is 1.
  const about = ({ household }: PlannedPayment) => ({ householdId: householdIdOf(household), n: 1 });
  const steps = (
    name: string,
    by: string,
    list: readonly PlannedPayment[],
    action: (payment: PlannedPayment) => Action,
  ): Step[] =>
    Array.from({ length: Math.ceil(list.length / HANDLED_AT_ONCE) }, (_, i) => ({
      step: `payments/${village}/${name}/${i}`,
      key: operator(by).key,
      actions: list.slice(i * HANDLED_AT_ONCE, (i + 1) * HANDLED_AT_ONCE).map(action),
    }));
  const approved = payments.filter((payment) => payment.reached !== "applied");
  return {
    apply: steps("apply", townshipOfficerOf(village), payments, (payment) => [
      "fund.apply",
      {
        ...about(payment),
        indicatorId: indicatorOf(payment.tranche),
        purpose: payment.purpose,
        period: dates.applied.slice(0, 4),
        amountFen: payment.amountFen,
        entitlementDate: dates.applied,
      },
    ]),
    approve: steps("approve", "county-officer-1", approved, (payment) => ["fund.approve", about(payment)]),
    approveFinance: steps(
      "approve-finance",
      `${HUAYUAN_FINANCE}-approver-1`,
      approved.filter((payment) => payment.amountFen >= TWO_APPROVE_FEN),
      (payment) => ["fund.approve", about(payment)],
    ),
    pay: steps("pay", `${HUAYUAN_FINANCE}-officer`, payments.filter(isPaid), (payment) => [
      "fund.pay",
      {
        ...about(payment),
        voucher: `演示凭证-${householdIdOf(payment.household).slice(-6)}`,
        bank: HUAYUAN_BANK,
        paidOn: dates.paid,
      },
    ]),
    acknowledge: steps(
      "acknowledge",
      orgAdminOf(HUAYUAN_BANK),
      payments.filter((payment) => payment.reached === "acknowledged"),
      (payment) => ["fund.acknowledge", about(payment)],
    ),
  };
}
