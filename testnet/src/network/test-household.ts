import { householdFixture } from "../fixtures.ts";
import { clerkOf } from "./operators.ts";
import { SHIBADONG } from "./organisations.ts";
import { poll } from "./processes.ts";
import type { TestNetwork } from "./start-network.ts";

/** A village clerk submits a household of one; `end` settles when it is final. */
export async function submitHousehold(network: TestNetwork) {
  const clerk = await network.as(clerkOf(SHIBADONG));
  const household = householdFixture({ division: SHIBADONG, date: await clerk.today() });
  const { householdId, actions, attachments } = household;
  const tx = await clerk.submit(actions, { attachments });
  return { householdId, end: tx.waitForFinality() };
}

export async function registerHousehold(network: TestNetwork) {
  const { householdId, end } = await submitHousehold(network);
  return { householdId, end: await end };
}

/** Height and block hash at which these nodes stand, once they are all at one height; their hashes must be one too. */
export async function agreement(network: TestNetwork, nodes: readonly number[]): Promise<string> {
  const head = await poll(async () => {
    const statuses = await Promise.all(nodes.map((index) => network.status(index)));
    const heads = new Set(statuses.map((status) => `${status?.height} ${status?.blockHash}`));
    if (heads.size === 1 && !heads.has("undefined undefined")) return [...heads][0]!;
    const heights = statuses.map((status) => status?.height);
    if (new Set(heights).size === 1) throw new Error(`blocks differ: ${[...heads].join(", ")}`);
    return undefined;
  }, 20_000);
  if (head === undefined) throw new Error("the nodes don't come to one height");
  return head;
}
