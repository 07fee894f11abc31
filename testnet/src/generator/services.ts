import type { Action } from "@jingzhun/ledger";
import type { DemoOperator } from "../network/operators.ts";
import type { Random } from "../random.ts";
import type { Step } from "./actors.ts";
import { householdIdOf, responsibleOf } from "./files.ts";
import type { InventedHousehold } from "./people.ts";

/** Acts that a cadre enters in one transaction, at the end of a day. */
const ENTERED_AT_ONCE = 20;

/** What cadres do, with words for it; a service fits the household's main cause where one does. */
const ACTS: readonly (readonly [string, string, readonly string[]])[] = [
  ["visit", "入户走访，了解生产生活情况", []],
  ["policy_explained", "宣讲帮扶政策，解答疑问", []],
  ["production_guidance", "指导种植猕猴桃，查看长势", ["technology", "land", "capital", "motivation"]],
  ["training", "组织参加苗绣技能培训", ["technology", "labour", "motivation"]],
  ["medical", "协助办理门诊慢性病和大病报销", ["illness", "disability"]],
  ["schooling", "协助申请助学补助", ["schooling"]],
  ["job_introduced", "推荐务工岗位并联系用工单位", ["capital", "technology"]],
  ["goods_delivered", "送去过冬物资", ["disaster", "disability"]],
];

/** Each cadre's services to the households in their charge in one visit period, entered within the week. */
export function serviceSteps(
  period: string,
  village: string,
  households: readonly InventedHousehold[],
  operator: (id: string) => DemoOperator,
  date: string,
  random: Random,
): Step[] {
  const byCadre = new Map<string, Action[]>();
  for (const [n, household] of households.entries()) {
    if (household.turnedDown) continue;
    const cadre = responsibleOf(household, n);
    const fitting = ACTS.filter(
      ([, , causes]) => causes.length === 0 || causes.includes(household.cause.main),
    );
    const [type, words] = random.pick(fitting);
    const actions = byCadre.get(cadre) ?? [];
    actions.push([
      "service.record",
      {
        householdId: householdIdOf(household),
        type,
        performedOn: date,
        minutes: random.int(15, 150),
        content: `${words}（演示数据）`,
      },
    ]);
    byCadre.set(cadre, actions);
  }
  return [...byCadre].flatMap(([cadre, actions]) =>
    Array.from({ length: Math.ceil(actions.length / ENTERED_AT_ONCE) }, (_, i) => ({
      step: `services/${period}/${village}/${cadre}/${i}`,
      key: operator(cadre).key,
      actions: actions.slice(i * ENTERED_AT_ONCE, (i + 1) * ENTERED_AT_ONCE),
    })),
  );
}
