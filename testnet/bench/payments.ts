import { type Action, type Attachment, newId } from "@jingzhun/ledger";
import type { Actors, Step } from "../src/generator/actors.ts";
import { householdIdOf } from "../src/generator/files.ts";
import type { InventedHousehold } from "../src/generator/people.ts";
import { type DemoOperator, orgAdminOf, townshipOfficerOf } from "../src/network/operators.ts";
import { HUAYUAN, HUAYUAN_BANK, HUAYUAN_FINANCE } from "../src/network/organisations.ts";
import type { Random } from "../src/random.ts";

/** A step of a payment and who signs it. */
export interface Signed {
  by: string;
  action: Action;
  attachments?: Attachment[];
}

const FEN = 10_000;
/** Actions of one transaction while preparing. */
const AT_ONCE = 100;

/**
 * Payments in every state, so that the measured steps (apply, approve, pay, acknowledge) depend on nothing that is
 * measured. Returns the next step to sign; each is handed out once.
 */
export async function preparePayments(
  actors: Actors,
  operator: (id: string) => DemoOperator,
  random: Random,
  households: readonly InventedHousehold[],
  today: string,
  steps: number,
): Promise<() => Signed | undefined> {
  const each = Math.ceil(steps / 4);
  const indicatorId = newId("I", random.bytes(10));
  const officer = `${HUAYUAN_FINANCE}-officer`;
  await actors.run([
    {
      step: "bench/indicator",
      key: operator(officer).key,
      actions: [
        [
          "fund.issue",
          {
            indicatorId,
            division: HUAYUAN,
            organisation: HUAYUAN_FINANCE,
            source: "county",
            class: "development",
            year: Number(today.slice(0, 4)),
            amountFen: 500_000_000_000,
            document: "压测财农1号",
            issuedOn: today,
          },
        ],
      ],
    },
  ]);
  const counts = new Map<InventedHousehold, number>();
  const made = Array.from({ length: 3 * each }, (_, i) => {
    const household = households[i % households.length]!;
    const n = (counts.get(household) ?? 0) + 1;
    counts.set(household, n);
    return { household, householdId: householdIdOf(household), n };
  });
  const apply = (household: InventedHousehold): Signed => ({
    by: townshipOfficerOf(household.village),
    action: [
      "fund.apply",
      {
        householdId: householdIdOf(household),
        indicatorId,
        purpose: "industry",
        amountFen: FEN,
        entitlementDate: today,
      },
    ],
  });
  const about = ({ householdId, n }: (typeof made)[number]) => ({ householdId, n });
  const approve = (payment: (typeof made)[number]): Signed => ({
    by: "county-officer-1",
    action: ["fund.approve", about(payment)],
  });
  const pay = (payment: (typeof made)[number]): Signed => ({
    by: officer,
    action: [
      "fund.pay",
      {
        ...about(payment),
        voucher: `压测-${payment.householdId.slice(-6)}-${payment.n}`,
        bank: HUAYUAN_BANK,
        paidOn: today,
      },
    ],
  });
  const acknowledge = (payment: (typeof made)[number]): Signed => ({
    by: orgAdminOf(HUAYUAN_BANK),
    action: ["fund.acknowledge", about(payment)],
  });
  const run = async (name: string, signed: readonly Signed[]) => {
    const list: Step[] = [];
    for (const [by, group] of Map.groupBy(signed, (one) => one.by)) {
      for (let i = 0; i < group.length; i += AT_ONCE) {
        const actions = group.slice(i, i + AT_ONCE).map((one) => one.action);
        list.push({ step: `bench/${name}/${by}/${i}`, key: operator(by).key, actions });
      }
    }
    await actors.run(list);
  };
  // A third stays applied, a third becomes approved, a third paid.
  await run(
    "apply",
    made.map(({ household }) => apply(household)),
  );
  await run("approve", made.slice(each).map(approve));
  await run("pay", made.slice(2 * each).map(pay));

  let next = 0;
  return () => {
    const turn = next++;
    const at = Math.floor(turn / 4);
    if (at >= each) return undefined;
    switch (turn % 4) {
      case 0:
        return apply(random.pick(households));
      case 1:
        return approve(made[at]!);
      case 2:
        return pay(made[each + at]!);
      default:
        return acknowledge(made[2 * each + at]!);
    }
  };
}
