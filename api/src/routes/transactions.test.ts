import {
  concat,
  decodeCertificate,
  decodeSignedTx,
  encode,
  encodeSignedTx,
  fromBase64,
  fromHex,
  hex,
  keyId,
  signTx,
  suite,
  type TxBody,
  toBase64,
  type Value,
  verifyFinality,
} from "@jingzhun/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type County, seedOf, startCounty, VILLAGE } from "../testing/county.ts";
import { registerAction } from "../testing/files.ts";
import { type Answer, ask, post, signIn } from "../testing/requests.ts";

let county: County;
beforeAll(async () => {
  county = await startCounty();
});
afterAll(async () => {
  expect(county.errors).toEqual([]);
  await county[Symbol.asyncDispose]();
});

let granted = 0;
/** A grant that changes something each time: the role's last day moves. */
const grant = (division: string): [string, { [key: string]: Value }] => [
  "access.grantRole",
  { operator: "clerk", role: "cadre", division, until: `${2021 + granted++}-12-31` },
];
const send = (bytes: Uint8Array, query = "") =>
  post(county, `/v1/transactions${query}`, { tx: toBase64(bytes) });
const sendBatch = (body: Uint8Array) =>
  ask(county, "/v1/transactions", {
    method: "POST",
    headers: { "content-type": "application/msgpack" },
    body: new Uint8Array(body),
  });

/** A transaction by the admin of the poverty office with some of the body's fields changed. */
function signedWith(change: Partial<TxBody>, seed = seedOf("poverty-admin")): Uint8Array {
  const body: TxBody = {
    chainId: county.node.chainId,
    senderKeyId: keyId(suite.publicKey(seed)),
    nonce: globalThis.crypto.getRandomValues(new Uint8Array(16)),
    expiresAt: county.node.now() + 60_000,
    actions: [grant("433124110226")],
    ...change,
  };
  return encodeSignedTx(signTx(body, seed, []));
}

test("one transaction: 202 with its id, then the outcome, then the same again is known", async () => {
  const { id, bytes } = county.signed("poverty-admin", [grant("433124110226")]);
  const first = await send(bytes);
  expect([first.status, first.body]).toEqual([202, { results: [{ id, status: "accepted" }] }]);
  const outcome = await ask(county, `/v1/transactions/${id}`);
  expect(outcome.body.data).toMatchObject({ id, status: "applied" });
  const again = await send(bytes);
  expect(again.status).toBe(202);
  expect(again.body.results[0]).toMatchObject({ id, status: "known", txStatus: { status: "applied" } });
});

test("a batch answers each in order, whatever becomes of the others", async () => {
  const good = county.signed("poverty-admin", [grant("433124110226")]);
  const late = signedWith({ expiresAt: 1_000 });
  const { status, body } = await sendBatch(encode([good.bytes, late, new Uint8Array([1, 2])]));
  expect(status).toBe(202);
  expect(body.results.map((r: { status: string }) => r.status)).toEqual(["accepted", "refused", "refused"]);
  expect(body.results[1].refusal).toMatchObject({ code: "tx.expired", path: "expiresAt" });
  expect(body.results[1].refusal.hint.zh).toMatch(/\p{Script=Han}/u);
});

test("a single one that is refused answers with the refusal: code, path, hint", async () => {
  const wrongSignature = decodeSignedTx(signedWith({}));
  const flipped = concat(
    new Uint8Array([(wrongSignature.signature[0] as number) ^ 1]),
    wrongSignature.signature.slice(1),
  );
  const cases: [Uint8Array, number, string, string][] = [
    [signedWith({ chainId: `foreign-${"0".repeat(32)}` }), 422, "tx.chain_id", "chainId"],
    [signedWith({ expiresAt: 1_000 }), 422, "tx.expired", "expiresAt"],
    [signedWith({}, seedOf("nobody")), 422, "key.unknown", "senderKeyId"],
    [encodeSignedTx({ ...wrongSignature, signature: flipped }), 422, "tx.signature", "signature"],
  ];
  for (const [bytes, status, code, path] of cases) {
    const answer = await send(bytes);
    expect([answer.status, answer.body.code, answer.body.path]).toEqual([status, code, path]);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(answer.body.hint.en.length).toBeGreaterThan(0);
  }
});

test("what isn't a canonical transaction is a problem, never a fault", async () => {
  const good = signedWith({});
  let deep: Uint8Array = encode([]);
  for (let i = 0; i < 40; i++) deep = concat(new Uint8Array([0x91]), deep);
  const inputs = [
    new Uint8Array(),
    new Uint8Array([0xc1]),
    good.slice(0, -1),
    concat(good, new Uint8Array([0])),
    concat(new Uint8Array([0xdc, 0x00, 0x03]), good.slice(1)),
    deep,
    encode({ tx: 1 }),
  ];
  for (const input of inputs) {
    const answer = await send(input);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body.code).not.toBe("internal.error");
  }
  expect((await post(county, "/v1/transactions", { tx: "no base64!" })).body).toMatchObject({
    code: "request.malformed",
    path: "tx",
  });
});

test("a batch that isn't an array of at most 1,000 byte strings is refused whole", async () => {
  expect((await sendBatch(new Uint8Array([0xc1]))).body.code).toBe("request.malformed");
  expect((await sendBatch(encode([1, 2]))).body.code).toBe("request.malformed");
  expect((await sendBatch(encode({}))).body.code).toBe("request.malformed");
  const many = await sendBatch(encode(Array.from({ length: 1_001 }, () => new Uint8Array([1]))));
  expect([many.status, many.body.code]).toEqual([413, "request.batch_too_long"]);
  expect((await sendBatch(encode([]))).body).toEqual({ results: [] });
});

test("wait=final holds the answer until the block, and proof=1 proves it", async () => {
  const { id, bytes } = county.signed("poverty-admin", [grant("433124110226")]);
  county.node.hold = true;
  await send(bytes);
  expect((await ask(county, `/v1/transactions/${id}`)).body.data.status).toBe("pending");
  const waiting = ask(county, `/v1/transactions/${id}?wait=final&timeout=5000&proof=1`);
  await county.node.release();
  const { data } = (await waiting).body;
  expect(data).toMatchObject({ status: "applied", finality: { index: 0, count: 1, path: [] } });
  const header = verifyFinality(
    fromBase64(data.finality.header),
    decodeCertificate(fromBase64(data.finality.certificate)),
    county.node.chainId,
    county.node.validators(),
  );
  expect(header.height).toBe(data.height);
});

test("a time-out answers pending; an unknown id is unknown, pending until its expiry, then expired", async () => {
  const id = hex(new Uint8Array(32).fill(3));
  const started = performance.now();
  const unknown = await ask(county, `/v1/transactions/${id}?wait=final&timeout=50`);
  expect(unknown.body.data).toEqual({ id, status: "unknown" });
  expect(performance.now() - started).toBeGreaterThan(45);
  const expiresAt = county.node.head().header.timestamp;
  expect((await ask(county, `/v1/transactions/${id}?expiresAt=${expiresAt}`)).body.data.status).toBe(
    "expired",
  );
  expect((await ask(county, `/v1/transactions/${id}?expiresAt=${expiresAt + 1}`)).body.data.status).toBe(
    "pending",
  );
});

test("a rejection says why in both languages", async () => {
  const { id, bytes } = county.signed("clerk", [grant("433124110226")]);
  await send(bytes);
  const { data } = (await ask(county, `/v1/transactions/${id}`)).body;
  expect(data).toMatchObject({ status: "rejected", code: "permission.role" });
  expect(data.message.zh).toMatch(/\p{Script=Han}/u);
});

test("a refusal that rests on restricted data: one code for all, its true reason with the sender's own token", async () => {
  const { action, attachments } = registerAction("two heads", VILLAGE, {}, { relation: "self" });
  const { id, bytes } = county.signed("clerk", [action], attachments);
  await send(bytes);
  const path = `/v1/transactions/${id}`;
  const open = (await ask(county, path)).body.data;
  expect(open).toMatchObject({ id, status: "rejected", code: "restricted.refused", path: "" });
  expect(Object.keys(open).sort()).toEqual(
    ["code", "height", "hint", "id", "message", "path", "status", "txIndex"].sort(),
  );
  const own = await signIn(county, "clerk");
  for (const query of ["", "?wait=final&timeout=1000", "?wait=final&proof=1"]) {
    const { detail, finality, ...rest } = (await ask(county, path + query, { headers: own })).body.data;
    expect(rest).toEqual(open);
    expect(detail).toMatchObject({ code: "household.two_heads", path: "actions.0.members" });
    expect(Object.keys(detail).sort()).toEqual(["code", "hint", "message", "path"]);
    for (const text of [detail.message, detail.hint]) {
      expect(text.zh).toMatch(/^\p{Script=Han}[^{}]*$/u);
      expect(text.en).toMatch(/^[A-Z][^{}]*$/);
    }
  }
  const batch = await ask(county, "/v1/transactions", {
    method: "POST",
    headers: { "content-type": "application/msgpack", ...own },
    body: new Uint8Array(encode([bytes])),
  });
  expect(batch.body.results[0].txStatus.code).toBe("restricted.refused");
  expect(JSON.stringify(batch.body)).not.toContain("two_heads");
  const bad = await ask(county, path, { headers: { authorization: `${own.authorization}x` } });
  expect([bad.status, bad.body.code]).toEqual([401, "auth.token"]);
});

test("a refusal for an open reason has no detail, for its sender either", async () => {
  const { id, bytes } = county.signed("clerk", [grant("433124110226")]);
  await send(bytes);
  const { data } = (await ask(county, `/v1/transactions/${id}`, { headers: await signIn(county, "clerk") }))
    .body;
  expect(data).toMatchObject({ status: "rejected", code: "permission.role" });
  expect(data.detail).toBeUndefined();
});

test("dryRun: only with the sender's own token; changes nothing", async () => {
  const good = county.signed("poverty-admin", [grant("433124110226")]);
  expect((await send(good.bytes, "?dryRun=1")).body.code).toBe("auth.required");
  const run = (headers: Record<string, string>, bytes: Uint8Array) =>
    post(county, "/v1/transactions?dryRun=1", { tx: toBase64(bytes) }, headers);
  const other = await run(await signIn(county, "auditor"), good.bytes);
  expect([other.status, other.body.code]).toEqual([403, "permission.sender"]);
  const height = county.node.head().height;
  const own = await signIn(county, "poverty-admin");
  const { simulation } = (await run(own, good.bytes)).body;
  expect(simulation).toMatchObject({ id: good.id, status: "applied", refusals: [] });
  expect(simulation.events[0].type).toBe("role.granted");
  expect(simulation.changed).toEqual([{ key: "operator/clerk", fields: ["roles"] }]);
  expect(simulation.next).toEqual([]);
  const bad = county.signed("poverty-admin", [
    ["access.grantRole", { operator: "nobody", role: "cadre", division: "433124110226" }],
  ]);
  const refused = (await run(own, bad.bytes)).body.simulation;
  expect(refused).toMatchObject({ status: "rejected", changed: [] });
  expect(refused.refusals[0].code).toBe("operator.not_found");
  expect(county.node.head().height).toBe(height);
  expect((await ask(county, `/v1/transactions/${good.id}`)).body.data.status).toBe("unknown");
});

test("whole transactions: for those who check others' work, within their scope", async () => {
  const id = await county.act("poverty-admin", [grant("433124110226")]);
  const get = async (who: string): Promise<Answer> =>
    ask(county, `/v1/chain/transactions/${id}`, { headers: await signIn(county, who) });
  expect((await get("auditor")).body.data).toMatchObject({
    id,
    sender: { operator: "poverty-admin", organisation: "poverty" },
    actions: [{ type: "access.grantRole", payload: { operator: "clerk" } }],
    outcome: { status: "applied" },
  });
  expect([(await get("othercounty")).status, (await get("othercounty")).body.code]).toEqual([
    404,
    "tx.not_found",
  ]);
  expect((await get("clerk")).status).toBe(403);
  expect(
    (
      await ask(county, `/v1/chain/transactions/${hex(fromHex("ab".repeat(32)))}`, {
        headers: await signIn(county, "auditor"),
      })
    ).status,
  ).toBe(404);
});
