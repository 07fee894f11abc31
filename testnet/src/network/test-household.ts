import { action, newId, restrictedAttachment } from "@jingzhun/client-sdk";
import { clerkOf } from "./operators.ts";
import { SHIBADONG } from "./organisations.ts";
import { poll } from "./processes.ts";
import type { TestNetwork } from "./start-network.ts";

/** A village clerk submits a household of one; `end` settles when it is final. */
export async function submitHousehold(network: TestNetwork) {
  const clerk = await network.as(clerkOf(SHIBADONG));
  const [householdId, personId, effectiveDate] = [newId("H"), newId("P"), await clerk.today()];
  const person = restrictedAttachment({
    relation: "self",
    sex: "female",
    birthDate: "1968-05-01",
    ethnicGroup: "miao",
    health: ["healthy"],
  });
  const register = action("household.register", {
    householdId,
    division: SHIBADONG,
    standard: "national",
    kind: "general",
    cause: { main: "illness", others: [] },
    flags: [],
    members: [{ personId, restricted: person.id }],
    effectiveDate,
  });
  const tx = await clerk.submit([register], { attachments: [person.attachment] });
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
