import {
  action,
  type Client,
  createClient,
  createSigner,
  type Finality,
  newId,
  RefusedError,
  type SignedTransaction,
  type SubmittedTransaction,
} from "@jingzhun/client-sdk";
import { type Action, hex } from "@jingzhun/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HUAYUAN, HUAYUAN_FINANCE } from "./organisations.ts";
import { poll } from "./processes.ts";
import { startNetwork, type TestNetwork } from "./start-network.ts";

/** No acknowledged transaction is lost and no answer is taken back: kill -9 under load, against the clients' record. */

let network!: TestNetwork;
let today: string;
const FINANCE = `${HUAYUAN_FINANCE}-officer`;

beforeAll(async () => {
  network = await startNetwork({ nodes: 4 });
  today = await (await network.as(FINANCE)).today();
}, 60_000);
afterAll(async () => {
  await network?.[Symbol.asyncDispose]();
});

/** What a client was told of one transaction. */
interface Told {
  id: string;
  expiresAt: number;
  amountFen: number;
  /** Undefined where no node took it before it expired. */
  end?: Finality;
}

function issue(amountFen: number): { indicatorId: string; action: Action } {
  const indicatorId = newId("I");
  const issued = action("fund.issue", {
    indicatorId,
    source: "county",
    class: "development",
    year: Number(today.slice(0, 4)),
    purpose: "industry",
    division: HUAYUAN,
    organisation: HUAYUAN_FINANCE,
    amountFen,
    document: "花财农指〔2020〕1号",
    issuedOn: today,
  });
  return { indicatorId, action: issued };
}

/** An issue and an allocation of more than it: always rejected, in its block. */
function overdrawn(): Action[] {
  const { indicatorId: parentId, action: first } = issue(1);
  const document = "花财农指〔2020〕2号";
  const target = {
    division: HUAYUAN,
    organisation: HUAYUAN_FINANCE,
    amountFen: 2,
    document,
    issuedOn: today,
  };
  return [first, action("fund.allocate", { indicatorId: newId("I"), parentId, ...target })];
}

function clientFrom(first: number): Client {
  const urls = network.urls.map((_, i, all) => all[(first + i) % all.length]!);
  return createClient({
    urls,
    signer: createSigner(network.operators.find(({ id }) => id === FINANCE)!.key),
  });
}

/** One transaction after another until `ended`; every third is one that must be rejected, some expire soon. */
async function load(worker: number, ended: () => boolean, record: Told[]): Promise<void> {
  const client = clientFrom(worker);
  for (let n = worker; !ended(); n++) {
    const actions = n % 3 === 0 ? overdrawn() : [issue(1).action];
    const tx = await client.sign(actions, { expiresIn: n % 5 === 0 ? 800 : 10_000 });
    const told: Told = { id: hex(tx.id), expiresAt: tx.expiresAt, amountFen: n % 3 === 0 ? 2 : 1 };
    record.push(told);
    const submitted = await submittedInTime(client, tx);
    if (submitted !== undefined) told.end = await submitted.waitForFinality();
  }
}

/** Undefined where every node was away, or slow, until the transaction had expired. */
async function submittedInTime(
  client: Client,
  tx: SignedTransaction,
): Promise<SubmittedTransaction | undefined> {
  try {
    return await client.submitSigned(tx);
  } catch (error) {
    if (error instanceof RefusedError && error.code === "tx.expired") return undefined;
    throw error;
  }
}

interface Answer {
  status: string;
  height?: number;
  code?: string;
}

async function answer(url: string, { id, expiresAt }: Told): Promise<Answer> {
  const response = await fetch(`${url}/v1/transactions/${id}?expiresAt=${expiresAt}`);
  const { status, height, code } = ((await response.json()) as { data: Answer }).data;
  return { status, ...(height === undefined ? {} : { height }), ...(code === undefined ? {} : { code }) };
}

function answerOf(end: Finality): Answer {
  if (end.status === "expired") return { status: end.status };
  const { status, height } = end;
  return { status, height, ...(end.status === "rejected" ? { code: end.code } : {}) };
}

test("validators killed under load: what clients were told is what every node says afterwards", async () => {
  const record: Told[] = [];
  let over = false;
  const workers = Array.from({ length: 8 }, (_, worker) => load(worker, () => over, record));
  const allWorkers = Promise.all(workers);
  allWorkers.catch(() => {}); // it is awaited below; until then the wait for more of it fails first
  const finals = () => record.filter(({ end }) => end !== undefined).length;
  const more = async (count: number) => {
    const wanted = finals() + count;
    expect(await poll(() => (finals() >= wanted ? true : undefined), 40_000), "the load goes on").toBe(true);
  };
  // One at a time the others go on; with two of four away nothing is final until one is back.
  for (const killed of [[0], [1, 3], [2]]) {
    await more(12);
    await Promise.all(killed.map((index) => network.kill(index)));
    if (killed.length === 1) await more(6);
    await Promise.all(killed.map((index) => network.start(index)));
  }
  await more(12);
  over = true;
  await allWorkers;

  const heights = await Promise.all([0, 1, 2, 3].map(async (index) => (await network.status(index))!.height));
  const top = Math.max(...heights);
  await network.waitForHeight(top);
  const chains = await Promise.all(
    network.urls.map(async (url) => {
      const client = createClient({ urls: [url], signer: clientFrom(0).signer! });
      const blocks = Array.from({ length: top + 1 }, (_, height) =>
        client.call("chain.block", { params: { height } }),
      );
      return (await Promise.all(blocks)).map(({ data }) => data);
    }),
  );
  const [chain = []] = chains;
  const roots = (blocks: typeof chain) => blocks.map(({ hash, stateRoot }) => `${hash} ${stateRoot}`);
  for (const other of chains) expect(roots(other)).toEqual(roots(chain));

  const inChain = chain.flatMap(({ outcomes }) => outcomes.map(({ id }) => id));
  expect(new Set(inChain).size).toBe(inChain.length);
  for (const told of record) {
    const { end } = told;
    // Of what nobody was told, the nodes must only say the same.
    const expected = end === undefined ? await answer(network.urls[0]!, told) : answerOf(end);
    for (const url of network.urls) expect(await answer(url, told), `${told.id} at ${url}`).toEqual(expected);
    expect(inChain.includes(told.id)).toBe(["applied", "rejected"].includes(expected.status));
    if (end !== undefined && end.status !== "expired") {
      expect(end.status).toBe(told.amountFen === 2 ? "rejected" : "applied");
      expect(chain[end.height]!.hash).toBe(end.blockHash);
    }
  }
}, 180_000);
