import {
  createClient,
  createSigner,
  restrictedAttachment,
  type SignedTransaction,
} from "@jingzhun/client-sdk";
import type { Action } from "@jingzhun/ledger";
import { Actors } from "../src/generator/actors.ts";
import { decideSteps, householdIdOf, registerSteps } from "../src/generator/files.ts";
import { Journal } from "../src/generator/journal.ts";
import { type InventedHousehold, inventVillage } from "../src/generator/people.ts";
import { demoVillages } from "../src/generator/villages.ts";
import { cadreOf, clerkOf } from "../src/network/operators.ts";
import type { TestNetwork } from "../src/network/start-network.ts";
import { createRandom, type Random } from "../src/random.ts";
import { preparePayments, type Signed } from "./payments.ts";

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

/** What `sign` will be asked for. */
export interface Mix {
  /** transactions */
  total: number;
  /** Not the mix of DESIGN §13, whose actions take none, but updates of restricted facts with 300 bytes each. */
  attachments: boolean;
}

/** Registers and approves `count` households through the API, and what a mix of transactions needs. */
export async function prepare(network: TestNetwork, count: number, mix?: Mix): Promise<Workload> {
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
  const payment =
    mix === undefined || mix.attachments
      ? () => undefined
      : await preparePayments(
          actors,
          (id) => operator.get(id)!,
          random,
          households,
          today,
          Math.ceil(mix.total * 0.3),
        );
  const updates = new Map<InventedHousehold, number>();
  /** The mix of DESIGN §13: six services, three steps of payments, one update in ten. */
  const mixed = (i: number): Signed => {
    const household = random.pick(households);
    const place = i % 10;
    if (place === 9) {
      const turn = (updates.get(household) ?? 0) + 1;
      updates.set(household, turn);
      return update(household, turn, today);
    }
    return (place >= 6 ? payment() : undefined) ?? serviceBy(random, household, today);
  };
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
        const {
          by,
          action,
          attachments = [],
        } = mix?.attachments === true ? updateRestricted(random.pick(households), i, today) : mixed(i);
        signed.push(await clientOf(by).sign([action], { expiresIn: EXPIRES_IN_MS, attachments }));
      }
      return signed;
    },
    light() {
      const { by, action } = serviceBy(random, random.pick(households), today);
      return { actions: [action], key: keyOf(by) };
    },
  };
}

/** An update of open fields: a household's flags turn through all their sets, so each one changes something. */
function update(household: InventedHousehold, turn: number, today: string): Signed {
  const flags = ["military_family", "only_child", "two_daughters"].filter((_, bit) => (turn >> bit) & 1);
  return {
    by: clerkOf(household.village),
    action: ["household.update", { householdId: householdIdOf(household), flags, effectiveDate: today }],
  };
}

const ATTACHMENT_BYTES = 300;

/** New restricted facts of a household: two amounts, and a remark that fills up the bytes. */
function updateRestricted(household: InventedHousehold, turn: number, today: string): Signed {
  const facts = (remark: string) => ({ savingsFen: 100_000 + turn, debtFen: 50_000 + turn, remark });
  const empty = restrictedAttachment(facts("")).attachment.bytes.length;
  const more = ATTACHMENT_BYTES - empty - 1;
  const remark = "压".repeat(Math.floor(more / 3)) + "x".repeat(more % 3);
  const { id, attachment } = restrictedAttachment(facts(remark));
  return {
    by: clerkOf(household.village),
    action: [
      "household.updateRestricted",
      { householdId: householdIdOf(household), restricted: id, effectiveDate: today },
    ],
    attachments: [attachment],
  };
}

function serviceBy(random: Random, household: InventedHousehold, today: string): Signed {
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
