import { createClient, createSigner, type SignedTransaction } from "@jingzhun/client-sdk";
import type { Action } from "@jingzhun/ledger";
import { Actors } from "../src/generator/actors.ts";
import { decideSteps, householdIdOf, registerSteps } from "../src/generator/files.ts";
import { Journal } from "../src/generator/journal.ts";
import { type InventedHousehold, inventVillage } from "../src/generator/people.ts";
import { demoVillages } from "../src/generator/villages.ts";
import { cadreOf, clerkOf } from "../src/network/operators.ts";
import type { TestNetwork } from "../src/network/start-network.ts";
import { createRandom, type Random } from "../src/random.ts";

/** Registered households in some villages, and the acts that the benchmarks sign about them. */
export interface Workload {
  households: InventedHousehold[];
  /** Signs `count` transactions of the mix, each valid at the same time as all others. */
  sign(count: number): Promise<SignedTransaction[]>;
  /** One light transaction, and a key that may sign it. */
  light(): { actions: Action[]; key: string };
}

const VILLAGES = 5;
const EXPIRES_IN_MS = 14 * 60_000;

/** Registers and approves `count` households through the API. */
export async function prepare(network: TestNetwork, count: number): Promise<Workload> {
  const random = createRandom("bench");
  const operator = new Map(network.operators.map((each) => [each.id, each]));
  const actors = new Actors(network.urls, new Journal(`${network.layout.dir}/bench.ndjson`));
  await network.as("county_officer"); // registers the organisations' people
  const villages = demoVillages().slice(0, VILLAGES);
  const today = new Date((await network.status(0))!.now + 8 * 3_600_000).toISOString().slice(0, 10);
  const households: InventedHousehold[] = [];
  for (const village of villages) {
    const group = inventVillage(random.stream(village), {
      village,
      today,
      poor: { households: Math.ceil(count / villages.length) },
      others: { households: 0 },
    });
    await actors.run(registerSteps(village, group, operator.get(clerkOf(village))!, today));
    await actors.run(decideSteps(village, group, operator.get("county-officer-1")!));
    households.push(...group);
  }
  const keyOf = (id: string) => operator.get(id)!.key;
  const updates = new Map<InventedHousehold, number>();
  const clients = new Map<string, ReturnType<typeof createClient>>();
  const clientOf = (id: string) => {
    let client = clients.get(id);
    if (client === undefined) {
      client = createClient({ urls: network.urls, signer: createSigner(keyOf(id)) });
      clients.set(id, client);
    }
    return client;
  };
  return {
    households,
    async sign(total) {
      const signed: SignedTransaction[] = [];
      for (let i = 0; i < total; i++) {
        const { by, action } = mixed(random, households, today, updates, i);
        signed.push(await clientOf(by).sign([action], { expiresIn: EXPIRES_IN_MS }));
      }
      return signed;
    },
    light() {
      const { by, action } = serviceBy(random, random.pick(households), today);
      return { actions: [action], key: keyOf(by) };
    },
  };
}

/** Six services, then one update of open fields. */
function mixed(
  random: Random,
  households: readonly InventedHousehold[],
  today: string,
  updates: Map<InventedHousehold, number>,
  i: number,
): { by: string; action: Action } {
  const household = random.pick(households);
  if (i % 7 !== 6) return serviceBy(random, household, today);
  // Each update of a household changes something: its flags turn through all their sets.
  const turn = (updates.get(household) ?? 0) + 1;
  updates.set(household, turn);
  const flags = ["military_family", "only_child", "two_daughters"].filter((_, bit) => (turn >> bit) & 1);
  return {
    by: clerkOf(household.village),
    action: ["household.update", { householdId: householdIdOf(household), flags, effectiveDate: today }],
  };
}

function serviceBy(
  random: Random,
  household: InventedHousehold,
  today: string,
): { by: string; action: Action } {
  return {
    by: cadreOf(household.village, random.int(1, 4)),
    action: [
      "service.record",
      {
        householdId: householdIdOf(household),
        type: random.pick(["visit", "policy_explained", "production_guidance", "goods_delivered"]),
        performedOn: today,
        minutes: random.int(10, 180),
        content: `入户走访，了解生产生活情况（压测数据 ${random.int(0, 999_999)}）`,
      },
    ],
  };
}
