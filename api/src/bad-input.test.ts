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
import { COUNTY, type County, seedOf, startCounty, TOWNSHIP, VILLAGE } from "./testing/county.ts";
import { FAMILY, fillFiles, INDICATOR, idOf, registerAction } from "./testing/files.ts";
import { ask, post } from "./testing/requests.ts";

/** Bad input, over HTTP: each a typed refusal with code, path and hint (never a fault, never a silent change). */

let county: County;
beforeAll(async () => {
  county = await startCounty();
  await fillFiles(county);
});
afterAll(async () => {
  expect(county.errors).toEqual([]);
  await county[Symbol.asyncDispose]();
});

function bodyOf(who: string, actions: Action[], change: Partial<TxBody> = {}): TxBody {
  return {
    chainId: county.node.chainId,
    senderKeyId: keyId(suite.publicKey(seedOf(who))),
    nonce: globalThis.crypto.getRandomValues(new Uint8Array(16)),
    expiresAt: county.node.now() + 60_000,
    actions,
    ...change,
  };
}

/** Signs these very bytes, whatever they are. */
function signedBytes(who: string, body: Uint8Array): Uint8Array {
  const signature = signBytes("tx", county.node.chainId, body, seedOf(who));
  return encode([body, signature, []]);
}

/** Submits and waits: the refusal at the door or in the block, and that nothing changed either way. */
async function refusalOf(bytes: Uint8Array, id?: Uint8Array) {
  const root = () => hex(county.node.head().header.stateRoot);
  const before = root();
  const answer = await post(county, "/v1/transactions", { tx: toBase64(bytes) });
  let refusal = answer.body;
  if (answer.status === 202 && id !== undefined) {
    refusal = (await ask(county, `/v1/transactions/${hex(id)}`)).body.data;
    expect(refusal.status).toBe("rejected");
  } else {
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  }
  expect(root()).toBe(before);
  expect(refusal.message.zh).toMatch(/\p{Script=Han}/u);
  expect(refusal.hint.en.length).toBeGreaterThan(0);
  return { code: refusal.code as string, path: refusal.path as string };
}

function refusalOfActions(who: string, actions: Action[], attachments: Attachment[] = []) {
  const body = encodeTxBody(bodyOf(who, actions));
  const signature = signBytes("tx", county.node.chainId, body, seedOf(who));
  return refusalOf(encodeSignedTx({ body, signature, attachments }), txId(body));
}

const MARK = 0x12345678;
const apply = (change: { [key: string]: Value }): Action => [
  "fund.apply",
  {
    householdId: FAMILY,
    indicatorId: INDICATOR,
    purpose: "industry",
    amountFen: 100,
    entitlementDate: "2020-05-31",
    ...change,
  },
];

/** A payment's body whose amount is written as these bytes instead of an integer. */
function withAmountBytes(bytes: string): Uint8Array {
  const text = hex(encodeTxBody(bodyOf("clerk", [apply({ amountFen: MARK })])));
  expect(text).toContain("ce12345678");
  return fromHex(text.replace("ce12345678", bytes));
}

test("an amount of 0.1, of 2^53, or in a longer form than needed isn't canonical", async () => {
  const forms: [string, string][] = [
    ["cb3fb999999999999a", "0.1 as float64"],
    ["ca3dcccccd", "0.1 as float32"],
    ["d30020000000000000", "2^53"],
    ["d30000000012345678", "8 bytes where 5 do"],
    ["d60012345678", "an extension"],
    ["cf0000000012345678", "an unsigned of 8 bytes"],
    ["c1", "never used"],
  ];
  for (const [bytes, what] of forms) {
    const { code } = await refusalOf(signedBytes("clerk", withAmountBytes(bytes)));
    expect([what, code]).toEqual([what, expect.stringMatching(/^(codec|tx_body|body)\./)]);
  }
});

test("an amount of −1, of 0, of text, more than the indicator has", async () => {
  for (const amountFen of [-1, 0, "100"]) {
    expect(await refusalOfActions("clerk", [apply({ amountFen })])).toMatchObject({
      path: "actions.0.amountFen",
    });
  }
  expect(await refusalOfActions("clerk", [apply({ amountFen: 50_000_001 })])).toEqual({
    code: "fund.above_indicator",
    path: "actions.0.amountFen",
  });
});

test("an overdrawn account: nothing of the transaction stands", async () => {
  const allocate: Action = [
    "fund.allocate",
    {
      indicatorId: idOf("I", "too much"),
      parentId: INDICATOR,
      division: COUNTY,
      organisation: "poverty",
      amountFen: 50_000_000,
      document: "花财农指〔2020〕2号",
      issuedOn: "2020-06-01",
    },
  ];
  expect(await refusalOfActions("financeofficer", [allocate])).toMatchObject({ code: "fund.overdrawn" });
});

test("an unknown action, a field too many, an unknown division, no permission", async () => {
  expect(await refusalOfActions("clerk", [["household.vanish", {}]])).toEqual({
    code: "action.unknown",
    path: "actions.0.type",
  });
  expect(await refusalOfActions("clerk", [apply({ more: 1 })])).toMatchObject({
    path: expect.stringMatching(/^actions\.0/),
  });
  const { action, attachments } = registerAction("nowhere", `${TOWNSHIP.slice(0, 9)}999`);
  expect(await refusalOfActions("township", [action], attachments)).toEqual({
    code: "division.unknown",
    path: "actions.0.division",
  });
  const own = registerAction("stranger", VILLAGE);
  expect((await refusalOfActions("otherclerk", [own.action], own.attachments)).code).toBe(
    "permission.jurisdiction",
  );
});

test("an attachment that is missing, or isn't the one named", async () => {
  const { action, attachments } = registerAction("unattached", VILLAGE);
  expect(await refusalOfActions("clerk", [action], attachments.slice(1))).toMatchObject({
    code: expect.stringMatching(/^attachment\./),
  });
  const changed = attachments.map((a, i) => (i === 0 ? { ...a, salt: new Uint8Array(16) } : a));
  expect(await refusalOfActions("clerk", [action], changed)).toMatchObject({
    code: expect.stringMatching(/^attachment\./),
  });
});

test("nested too deep, too large, and with bytes left over", async () => {
  let deep: Value = 1;
  for (let i = 0; i < 40; i++) deep = [deep];
  const marked = hex(encodeTxBody(bodyOf("clerk", [apply({ amountFen: MARK })])));
  const nested = fromHex(marked.replace("ce12345678", `${"91".repeat(40)}01`));
  expect((await refusalOf(signedBytes("clerk", nested))).code).toMatch(/^codec\./);
  const plain = encodeTxBody(bodyOf("clerk", [apply({})]));
  expect((await refusalOf(signedBytes("clerk", concat(plain, new Uint8Array([0]))))).code).toMatch(
    /^codec\./,
  );
  const large = encode([new Uint8Array(1_100_000), new Uint8Array(64), []]);
  expect((await refusalOf(large)).code).toMatch(/^(codec|signed_tx)\./);
  const huge = await post(county, "/v1/transactions", { tx: "A".repeat(4_000_000) });
  expect([huge.status, huge.body.code]).toEqual([413, "request.too_large"]);
});
