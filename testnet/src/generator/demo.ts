import { divisionName } from "../divisions.ts";
import { moveClock } from "../network/clock.ts";
import { writeOperator } from "../network/create.ts";
import type { Layout } from "../network/layout.ts";
import { apiUrl, fetchStatus } from "../network/nodes.ts";
import { clerkOf, type DemoOperator, demoOperators } from "../network/operators.ts";
import { HUAYUAN } from "../network/organisations.ts";
import { readNetwork } from "../network/settings.ts";
import { createRandom } from "../random.ts";
import { accessSteps } from "./access.ts";
import { Actors, type Step } from "./actors.ts";
import { decideSteps, registerSteps } from "./files.ts";
import { indicatorSteps, isPaid, paymentSteps, planPayments } from "./funds.ts";
import { Journal } from "./journal.ts";
import { serviceSteps } from "./services.ts";
import { villagerSteps, villagersOf } from "./villagers.ts";
import { demoPeople, demoVillages } from "./villages.ts";

const DAY_MS = 86_400_000;
/** Asia/Shanghai has had no other offset since 1991. */
const SHANGHAI_MS = 8 * 3_600_000;

/** What the demonstration submitted: the public statistics of the division must say the same. */
export interface Submitted {
  division: string;
  households: number;
  persons: number;
  fundsPaidFen: number;
}

/**
 * Fills whole villages of Huayuan county through the public API: organisations' people, files, decisions, funds,
 * services, each act signed by who does it, on the network's own clock; at the end the clock stands at the host's
 * time. The same seed gives the same people. Goes on where an earlier run was broken off.
 */
export async function seedDemo(
  layout: Layout,
  progress: (text: string, last: boolean) => void,
  villages: readonly string[] = demoVillages(),
): Promise<Submitted> {
  const { nodes, seed } = readNetwork(layout);
  const urls = Array.from({ length: nodes }, (_, index) => apiUrl(layout, index));
  const journal = new Journal(layout.demoJournal);
  const actors = new Actors(urls, journal);
  const operators = new Map(demoOperators(seed, demoVillages()).map((operator) => [operator.id, operator]));
  const operator = (id: string): DemoOperator => {
    const found = operators.get(id);
    if (found === undefined) throw new Error(`no operator ${id}`);
    return found;
  };
  const start = await startOfDemo(urls, journal);
  const dateOf = (day: number) => new Date(start + day * DAY_MS + SHANGHAI_MS).toISOString().slice(0, 10);
  const people = demoPeople(createRandom(seed), dateOf(0), villages);

  const phase = async (title: string, steps: readonly Step[]) => {
    progress(`${title} 0/${steps.length}`, steps.length === 0);
    await actors.run(steps, (done) => progress(`${title} ${done}/${steps.length}`, done === steps.length));
  };
  const advanceTo = async (day: number) => {
    const target = start + day * DAY_MS;
    const now = (await firstStatus(urls)).now;
    if (now >= target || target >= Date.now()) return;
    await moveClock(layout, { set: target }, () => {});
    actors.clockMoved();
  };

  const access = accessSteps(seed, demoVillages(), [...operators.values()]);
  await phase("登记单位管理员 administrators", access.admins);
  await phase("登记操作员 operators", access.operators);
  const files = [...people].flatMap(([village, households]) =>
    registerSteps(village, households, operator(clerkOf(village)), dateOf(0)),
  );
  await phase("建档申请 files", files);
  await advanceTo(10);
  const decisions = [...people].flatMap(([village, households]) =>
    decideSteps(village, households, operator("county-officer-1")),
  );
  await phase("县级审批 decisions", decisions);
  const serve = async (period: string, day: number) => {
    const services = [...people].flatMap(([village, households]) =>
      serviceSteps(
        period,
        village,
        households,
        operator,
        dateOf(day),
        createRandom(`${seed}/${period}/${village}`),
      ),
    );
    await phase(`帮扶服务 services, ${period}`, services);
  };
  await advanceTo(20);
  await serve("first visit", 20);

  const money = createRandom(`${seed}/funds`);
  const { levels, indicatorOf } = indicatorSteps(money, operator, dateOf(20));
  for (const [depth, level] of levels.entries()) await phase(`资金指标 indicators, level ${depth}`, level);
  const payments = new Map(
    [...people].map(([village, households]) => [village, planPayments(money.stream(village), households)]),
  );
  const villagers = villagersOf(seed, people, payments, divisionName);
  await phase("登记农户密钥 households' keys", villagerSteps(villagers, operator));
  // Offered from now on: before, the ledger wouldn't have known them.
  for (const villager of villagers) writeOperator(layout, villager);
  const chains = [...payments].map(([village, list]) =>
    paymentSteps(village, list, indicatorOf, operator, { applied: dateOf(20), paid: dateOf(40) }),
  );
  await phase(
    "资金申请 applications",
    chains.flatMap(({ apply }) => apply),
  );
  await advanceTo(30);
  await phase(
    "资金审批 approvals",
    chains.flatMap(({ approve }) => approve),
  );
  await phase(
    "财政审批 finance approvals",
    chains.flatMap(({ approveFinance }) => approveFinance),
  );
  await advanceTo(40);
  await phase(
    "拨付 payments",
    chains.flatMap(({ pay }) => pay),
  );
  await advanceTo(50);
  await phase(
    "到账确认 acknowledgements",
    chains.flatMap(({ acknowledge }) => acknowledge),
  );
  await serve("second visit", 50);
  await moveClock(layout, { set: Date.now() }, () => {});

  const registered = [...people.values()].flat().filter((household) => !household.turnedDown);
  const paid = [...payments.values()].flat().filter(isPaid);
  const submitted: Submitted = {
    division: HUAYUAN.slice(0, 6),
    households: registered.length,
    persons: registered.reduce((sum, household) => sum + household.members.length, 0),
    fundsPaidFen: paid.reduce((sum, payment) => sum + payment.amountFen, 0),
  };
  await compare(urls, submitted);
  return submitted;
}

/** What was submitted must be what each node's public statistics say, to the fen. */
async function compare(urls: readonly string[], submitted: Submitted): Promise<void> {
  for (const url of urls) {
    const response = await fetch(`${url}/v1/public/statistics?division=${submitted.division}`);
    const { data } = (await response.json()) as { data: Submitted };
    for (const figure of ["households", "persons", "fundsPaidFen"] as const) {
      if (data[figure] !== submitted[figure]) {
        throw new Error(
          `${url} counts ${data[figure]} ${figure} in ${submitted.division}, submitted were ${submitted[figure]}`,
        );
      }
    }
  }
}

async function firstStatus(urls: readonly string[]) {
  for (const url of urls) {
    const status = await fetchStatus(url);
    if (status !== undefined) return status;
  }
  throw new Error("no node answers");
}

/** ms by the network's clock at which the demonstration began: the same after a broken start. */
async function startOfDemo(urls: readonly string[], journal: Journal): Promise<number> {
  const before = journal.sent("start");
  if (before !== undefined) return before.expiresAt;
  const { now } = await firstStatus(urls);
  journal.willSend([{ step: "start", id: "", expiresAt: now }]);
  return now;
}
