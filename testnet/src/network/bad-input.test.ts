import { newId } from "@jingzhun/client-sdk";
import {
  type Action,
  type Attachment,
  concat,
  encode,
  encodeSignedTx,
  encodeTxBody,
  fromHex,
  hex,
  keyId,
  signBytes,
  suite,
  type TxBody,
  toBase64,
  txId,
  type Value,
} from "@jingzhun/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import { householdFixture, indicatorFixture } from "../fixtures.ts";
import { clerkOf, townshipOfficerOf } from "./operators.ts";
import { HUAYUAN, HUAYUAN_FINANCE, SHIBADONG } from "./organisations.ts";
import { startNetwork, type TestNetwork } from "./start-network.ts";

/** Bad input to a real node's admission and blocks, over HTTP; api/src/bad-input.test.ts has more forms of it. */

let network!: TestNetwork;
let chainId: string;
let today: string;
/** The network's clock less the host's, ms: expiry is judged by the network's. */
let ahead: number;

const CLERK = clerkOf(SHIBADONG);
const FINANCE = `${HUAYUAN_FINANCE}-officer`;
const MINUTE = 60_000;
const now = () => Date.now() + ahead;

beforeAll(async () => {
  network = await startNetwork({ nodes: 1 });
  const client = await network.as(CLERK);
  today = await client.today();
  const status = (await network.status(0))! as unknown as { chainId: string; now: number };
  chainId = status.chainId;
  ahead = status.now - Date.now();
}, 60_000);
afterAll(async () => {
  await network?.[Symbol.asyncDispose]();
});

interface Problem {
  status: number | string;
  code: string;
  path: string;
  message: { zh: string; en: string };
  hint: { zh: string; en: string };
}

/** What a refusal is, once its texts are seen to be there in both languages. */
function told({ status, code, path, message, hint }: Problem) {
  for (const text of [message, hint]) {
    expect(text.zh).toMatch(/\p{Script=Han}/u);
    expect(text.en).toMatch(/[a-z]{2}/);
  }
  // A code without a text of its own shows itself instead.
  expect(message.zh).not.toContain(code);
  return [status, code, path];
}

async function post(tx: Uint8Array | string) {
  const answer = await fetch(`${network.urls[0]}/v1/transactions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ tx: typeof tx === "string" ? tx : toBase64(tx) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: the API's answers are asserted field by field
  return { status: answer.status, body: (await answer.json()) as any };
}

async function get(path: string) {
  const answer = await fetch(`${network.urls[0]}${path}`);
  // biome-ignore lint/suspicious/noExplicitAny: the API's answers are asserted field by field
  return { status: answer.status, body: (await answer.json()) as any };
}

/** A refusal at the door: HTTP status, code and path; the same in the problem as in the answer's status. */
async function refused(tx: Uint8Array | string) {
  const { status, body } = await post(tx);
  expect(body.status).toBe(status);
  expect(body.type).toBe(`urn:jingzhun:problem:${body.code}`);
  return told(body);
}

/** Accepted at the door, rejected in its block: status, code and path, as whoever knows the id reads them. */
async function rejected({ bytes, id }: { bytes: Uint8Array; id: string }) {
  const { status, body } = await post(bytes);
  expect([status, body]).toEqual([202, { results: [{ id, status: "accepted" }] }]);
  const end = await get(`/v1/transactions/${id}?wait=final`);
  expect(end.status).toBe(200);
  expect(end.body.data).toMatchObject({ id, height: expect.any(Number), txIndex: expect.any(Number) });
  return told(end.body.data);
}

const seedOf = (who: string) => fromHex(network.operators.find(({ id }) => id === who)!.key);

function bodyOf(seed: Uint8Array, actions: Action[], change: Partial<TxBody> = {}): Uint8Array {
  return encodeTxBody({
    chainId,
    senderKeyId: keyId(suite.publicKey(seed)),
    nonce: globalThis.crypto.getRandomValues(new Uint8Array(16)),
    expiresAt: now() + MINUTE,
    actions,
    ...change,
  });
}

/** Signs these very bytes, whatever they are. */
function signed(seed: Uint8Array, body: Uint8Array, attachments: Attachment[] = [], chain = chainId) {
  const signature = signBytes("tx", chain, body, seed);
  return { bytes: encodeSignedTx({ body, signature, attachments }), id: hex(txId(body)) };
}

function txOf(who: string, actions: Action[], change: Partial<TxBody> = {}, attachments: Attachment[] = []) {
  return signed(seedOf(who), bodyOf(seedOf(who), actions, change), attachments, change.chainId ?? chainId);
}

/** Stands in bytes for the amount that a case puts there by hand. */
const MARK = 0x12345678;

function issueOf(change: { [key: string]: Value } = {}): { issue: Action; indicatorId: string } {
  const where = { division: HUAYUAN, organisation: HUAYUAN_FINANCE, date: today };
  const { indicatorId, actions } = indicatorFixture({ ...where, change });
  return { issue: actions[0]!, indicatorId };
}

function registration(division: string): { action: Action; attachments: Attachment[] } {
  const { actions, attachments } = householdFixture({ division, date: today });
  return { action: actions[0]!, attachments };
}

/** An issue whose amount is written as these bytes (hex), signed as it then stands. */
function amountBytes(bytes: string): Uint8Array {
  const text = hex(bodyOf(seedOf(FINANCE), [issueOf({ amountFen: MARK }).issue]));
  expect(text.split("ce12345678")).toHaveLength(2);
  return signed(seedOf(FINANCE), fromHex(text.replace("ce12345678", bytes))).bytes;
}

test("signature, chain, key and time", async () => {
  const { issue } = issueOf();
  const good = txOf(FINANCE, [issue]);
  const body = bodyOf(seedOf(FINANCE), [issue]);
  const foreign = chainId.slice(0, -1) + (chainId.endsWith("0") ? "1" : "0");
  expect.soft(await refused(signed(seedOf(CLERK), body).bytes)).toEqual([422, "tx.signature", "signature"]);
  expect
    .soft(await refused(txOf(FINANCE, [issue], { chainId: foreign }).bytes))
    .toEqual([422, "tx.chain_id", "chainId"]);
  const stranger = suite.hash(new Uint8Array([1]));
  expect
    .soft(await refused(signed(stranger, bodyOf(stranger, [issue])).bytes))
    .toEqual([422, "key.unknown", "senderKeyId"]);
  expect
    .soft(await refused(txOf(FINANCE, [issue], { expiresAt: now() - 1 }).bytes))
    .toEqual([422, "tx.expired", "expiresAt"]);
  expect
    .soft(await refused(txOf(FINANCE, [issue], { expiresAt: now() + 16 * MINUTE }).bytes))
    .toEqual([422, "tx.expiry_window", "expiresAt"]);

  // Nothing of it was spent on the good one; a replay hears what became of it, and never a refusal.
  expect.soft((await post(good.bytes)).body).toEqual({ results: [{ id: good.id, status: "accepted" }] });
  const { data } = (await get(`/v1/transactions/${good.id}?wait=final`)).body;
  expect.soft(data).toMatchObject({ id: good.id, status: "applied" });
  const { id, ...txStatus } = data;
  const again = await post(good.bytes);
  expect.soft(again).toEqual({ status: 202, body: { results: [{ id, status: "known", txStatus }] } });
});

test("bytes that aren't the one form: each its codec code", async () => {
  // Numbers: 0.1 as float64, 2^53, a longer form than needed.
  expect.soft(await refused(amountBytes("cb3fb999999999999a"))).toEqual([400, "codec.unknown_type", ""]);
  expect.soft(await refused(amountBytes("d30020000000000000"))).toEqual([400, "codec.integer_range", ""]);
  expect.soft(await refused(amountBytes("d30000000012345678"))).toEqual([400, "codec.not_shortest", ""]);
  expect.soft(await refused(amountBytes("cf0000000012345678"))).toEqual([400, "codec.unknown_type", ""]);
  // The same key twice.
  const text = hex(bodyOf(seedOf(CLERK), [["household.approve", { a: 1, b: 2 }]]));
  const [once, twice] = ["82a16101a16202", "82a16101a16102"];
  expect.soft(text).toContain(once);
  expect
    .soft(await refused(signed(seedOf(CLERK), fromHex(text.replace(once, twice))).bytes))
    .toEqual([400, "codec.key_order", ""]);
  // A byte after the body, and after the whole.
  const body = bodyOf(seedOf(FINANCE), [issueOf().issue]);
  const one = new Uint8Array([0]);
  expect
    .soft(await refused(signed(seedOf(FINANCE), concat(body, one)).bytes))
    .toEqual([400, "codec.trailing", ""]);
  expect
    .soft(await refused(concat(signed(seedOf(FINANCE), body).bytes, one)))
    .toEqual([400, "codec.trailing", ""]);
  expect.soft(await refused(amountBytes(`${"91".repeat(40)}01`))).toEqual([400, "codec.too_deep", ""]);
});

test("too large: the transaction, and the request", async () => {
  const large = encode([new Uint8Array(1_100_000), new Uint8Array(64), []]);
  expect.soft(await refused(large)).toEqual([422, "signed_tx.invalid", "0"]);
  expect.soft(await refused("A".repeat(4_000_000))).toEqual([413, "request.too_large", ""]);
});

test("an unknown action, an amount of −1, attachments that are missing or others", async () => {
  expect
    .soft(await refused(txOf(CLERK, [["household.vanish", {}]]).bytes))
    .toEqual([422, "action.unknown", "actions.0.type"]);
  expect
    .soft(await refused(txOf(FINANCE, [issueOf({ amountFen: -1 }).issue]).bytes))
    .toEqual([422, "payload.invalid", "actions.0.amountFen"]);
  const { action, attachments } = registration(SHIBADONG);
  expect.soft(await refused(txOf(CLERK, [action]).bytes)).toEqual([422, "attachment.missing", "attachments"]);
  const other = attachments.map((each) => ({ ...each, salt: new Uint8Array(16) }));
  expect
    .soft(await refused(txOf(CLERK, [action], {}, other).bytes))
    .toEqual([422, "attachment.unexpected", "attachments.0"]);
});

test("no token on a guarded route", async () => {
  const read = await get("/v1/households");
  expect.soft(read.status).toBe(401);
  expect.soft(told(read.body)).toEqual([401, "auth.required", "authorization"]);
});

test("rejected in the block: an unknown division, no permission, an overdrawn account", async () => {
  const township = `${SHIBADONG.slice(0, 9)}000`;
  const nowhere = registration(`${SHIBADONG.slice(0, 9)}999`);
  expect
    .soft(await rejected(txOf(townshipOfficerOf(township), [nowhere.action], {}, nowhere.attachments)))
    .toEqual(["rejected", "division.unknown", "actions.0.division"]);

  const own = registration(SHIBADONG);
  const village = network.operators.find(({ id, role }) => role === "village_clerk" && id !== CLERK)!;
  expect
    .soft(await rejected(txOf(village.id, [own.action], {}, own.attachments)))
    .toEqual(["rejected", "permission.jurisdiction", "actions.0"]);

  const { issue, indicatorId } = issueOf();
  const allocate = (amountFen: number): Action => [
    "fund.allocate",
    {
      indicatorId: newId("I"),
      parentId: indicatorId,
      division: HUAYUAN,
      organisation: HUAYUAN_FINANCE,
      amountFen,
      document: "花财农指〔2020〕2号",
      issuedOn: today,
    },
  ];
  const client = await network.as(FINANCE);
  expect.soft(await (await client.submit([issue])).waitForFinality()).toMatchObject({ status: "applied" });
  expect
    .soft(await rejected(txOf(FINANCE, [allocate(1_001)])))
    .toEqual(["rejected", "fund.overdrawn", "actions.0.amountFen"]);
  // The client hears the same; and of two that fit singly, the second is named and neither stands.
  const end = await (await client.submit([allocate(600), allocate(600)])).waitForFinality();
  expect.soft(end).toMatchObject({ status: "rejected", code: "fund.overdrawn", path: "actions.1.amountFen" });
  const all = await (await client.submit([allocate(1_000)])).waitForFinality();
  expect.soft(all.status).toBe("applied");
});

test("an id that the node never saw: unknown, pending until its expiry, expired after a later block", async () => {
  const id = "ab".repeat(32);
  const of = async (query: string) => (await get(`/v1/transactions/${id}${query}`)).body;
  expect.soft(await of("")).toMatchObject({ data: { id, status: "unknown" } });
  expect.soft(await of(`?expiresAt=${now() + MINUTE}`)).toMatchObject({ data: { id, status: "pending" } });
  const { timestamp } = (await network.status(0))! as unknown as { timestamp: number };
  expect.soft(await of(`?expiresAt=${timestamp}`)).toMatchObject({ data: { id, status: "expired" } });
  expect
    .soft(await of(`?expiresAt=${timestamp + 1 + MINUTE}`))
    .toMatchObject({ data: { status: "pending" } });
});
