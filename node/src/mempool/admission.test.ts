import {
  type Action,
  attachmentId,
  type CurrentRecord,
  encode,
  encodeSignedTx,
  hex,
  keyId,
  registry,
  type SignedTx,
  signTx,
  suite,
  type TxBody,
  txId,
  utf8,
} from "@jingzhun/ledger";
import { expect, test } from "vitest";
import type { SignatureItem, SignaturePool } from "../signatures/index.ts";
import { manualClock } from "../test-clock.ts";
import { registerVillage, testSeed } from "../test-network.ts";
import { idKey } from "../wire/id-key.ts";
import { Admission } from "./admission.ts";
import { Pool, type PoolLimits } from "./pool.ts";

const CHAIN = `test-${"0".repeat(32)}`;
const sender = testSeed("sender");
const revoked = testSeed("revoked");
const MINUTE = 60_000;

/** Admission over a chain that knows two keys, with signatures checked at once. */
function setting(limits: Partial<PoolLimits> = {}, entitled: () => true | string[] = () => true) {
  const clock = manualClock();
  const pool = new Pool(limits);
  const included = new Set<string>();
  const stored: string[] = [];
  const admitted: string[][] = [];
  const records = new Map<string, CurrentRecord>();
  for (const [seed, status] of [
    [sender, "active"],
    [revoked, "revoked"],
  ] as const) {
    const publicKey = suite.publicKey(seed);
    const value = encode({ publicKey, kind: "admin", organisation: "org", status });
    records.set(`key/${hex(keyId(publicKey))}`, { index: 1, version: 1, value });
  }
  const signatures: SignaturePool = {
    verify: async (items: readonly SignatureItem[]) =>
      items.map(({ signature, message, publicKey }) => suite.verify(signature, message, publicKey)),
    waiting: { vote: 0, tx: 0 },
    workers: 1,
    close: async () => {},
  };
  const place = (id: Uint8Array) => (included.has(hex(id)) ? { height: 1, txIndex: 0 } : undefined);
  const admission = new Admission({
    chain: {
      head: { header: { timestamp: clock.now() - 1_000 } },
      get: (key) => records.get(key),
      due: () => [],
      windowHas: (id) => place(id) !== undefined,
      transaction: place,
    },
    chainId: CHAIN,
    registry,
    pool,
    attachments: {
      store: async (list) => {
        stored.push(...list.map(({ id }) => hex(id)));
      },
      distribute: () => {},
      isAvailable: () => false,
    },
    signatures,
    clock,
    entitled,
    onAdmitted: (txs) => admitted.push(txs.map(({ id }) => hex(id))),
    status: async () => ({ status: "applied", height: 1, txIndex: 0 }),
  });
  let nonce = 0;
  const sign = (body: Partial<TxBody> = {}, seed = sender): SignedTx =>
    signTx(
      {
        chainId: CHAIN,
        senderKeyId: keyId(suite.publicKey(seed)),
        nonce: testSeed("nonce", nonce++).subarray(0, 16),
        expiresAt: clock.now() + 2 * MINUTE,
        actions: [registerVillage(`v-${nonce}`)],
        ...body,
      },
      seed,
    );
  const submit = async (tx: SignedTx | Uint8Array) =>
    (await admission.submit([tx instanceof Uint8Array ? tx : encodeSignedTx(tx)]))[0]!;
  return { clock, pool, included, stored, admitted, admission, sign, submit };
}

const refusedWith = (code: string, path?: string) => ({
  status: "refused",
  refusal: { code, ...(path === undefined ? {} : { path }) },
});

test("what holds is admitted, with one call for all of a batch", async () => {
  const { admission, admitted, pool, sign } = setting();
  const txs = [sign(), sign(), sign()];
  const results = await admission.submit(txs.map(encodeSignedTx));
  expect(results.map(({ status }) => status)).toEqual(["accepted", "accepted", "accepted"]);
  expect(admitted).toEqual([txs.map((tx) => hex(txId(tx.body)))]);
  expect(pool.executableCount).toBe(3);
});

test("each fault has its code and path", async () => {
  const { submit, sign, clock } = setting();
  const other = `other-${"0".repeat(32)}`;
  const action = (payload: unknown): readonly Action[] => [["access.registerOrganisation", payload as never]];
  expect(await submit(sign({ chainId: other }))).toMatchObject(refusedWith("tx.chain_id", "chainId"));
  expect(await submit(sign({ expiresAt: clock.now() }))).toMatchObject(
    refusedWith("tx.expired", "expiresAt"),
  );
  expect(await submit(sign({ expiresAt: clock.now() + 16 * MINUTE }))).toMatchObject(
    refusedWith("tx.expiry_window", "expiresAt"),
  );
  expect(await submit(sign({}, testSeed("stranger")))).toMatchObject(refusedWith("key.unknown"));
  expect(await submit(sign({}, revoked))).toMatchObject(refusedWith("key.revoked"));
  expect(await submit({ ...sign(), signature: new Uint8Array(64) })).toMatchObject(
    refusedWith("tx.signature", "signature"),
  );
  expect(await submit(sign({ actions: [["no.such", {}]] }))).toMatchObject(
    refusedWith("action.unknown", "actions.0.type"),
  );
  expect(await submit(sign({ actions: action({ organisation: 1 }) }))).toMatchObject(
    refusedWith("payload.invalid", "actions.0.organisation"),
  );
  expect(await submit(utf8("not a transaction"))).toMatchObject({ status: "refused" });
  expect(await submit(new Uint8Array(0))).toMatchObject(refusedWith("codec.truncated"));
});

test("an id that is known gets its status, whatever else is wrong with it by now", async () => {
  const { submit, sign, included, clock } = setting();
  const tx = sign();
  expect(await submit(tx)).toMatchObject({ status: "accepted" });
  const known = { status: "known", txStatus: { status: "applied" } };
  expect(await submit(tx)).toMatchObject(known);
  const old = sign({ expiresAt: clock.now() - MINUTE });
  included.add(hex(txId(old.body)));
  expect(await submit(old)).toMatchObject(known);
});

test("a copy that arrives while the first is being judged is judged once", async () => {
  const { admission, admitted, sign } = setting();
  const tx = encodeSignedTx(sign());
  const results = await Promise.all([admission.submit([tx]), admission.submit([tx]), admission.submit([tx])]);
  expect(results.map(([result]) => result!.status)).toEqual(["accepted", "known", "known"]);
  expect(admitted).toHaveLength(1);
});

test("bounds hold by count and by sender; a full pool says no before it looks", async () => {
  const { submit, sign, admission } = setting({ count: 8, perSender: 4 });
  for (let i = 0; i < 3; i++) expect(await submit(sign())).toMatchObject({ status: "accepted" });
  expect(await submit(sign())).toMatchObject(refusedWith("overloaded.sender"));
  const small = setting({ count: 4 });
  for (let i = 0; i < 3; i++) expect(await small.submit(small.sign())).toMatchObject({ status: "accepted" });
  await expect(small.submit(small.sign())).rejects.toMatchObject({ code: "overloaded" });
  // What others gossip still finds its place.
  expect(await small.admission.receive([small.sign()], "peer")).toBe("accept");
  expect(await admission.receive([sign()], "peer")).toBe("accept");
});

test("gossip is judged by what doesn't depend on the state of either node", async () => {
  const { admission, sign, pool, clock } = setting();
  const good = sign();
  expect(await admission.receive([good], "peer")).toBe("accept");
  expect(pool.get(idKey(txId(good.body)))?.holders).toContain("peer");
  expect(await admission.receive([good], "other")).toBe("ignore");
  expect(pool.get(idKey(txId(good.body)))?.holders).toContain("other");
  // Perhaps this node is behind: its own fault.
  expect(await admission.receive([sign({}, testSeed("stranger"))], "peer")).toBe("ignore");
  expect(await admission.receive([sign({ expiresAt: clock.now() })], "peer")).toBe("ignore");
  // These are wrong everywhere and at any time.
  expect(await admission.receive([{ ...sign(), signature: new Uint8Array(64) }], "peer")).toBe("reject");
  expect(await admission.receive([sign({ chainId: `other-${"0".repeat(32)}` })], "peer")).toBe("reject");
  expect(await admission.receive([{ ...good, body: utf8("?") }], "peer")).toBe("reject");
});

test("attachments are stored before the answer, and only where they may be", async () => {
  const attachment = { class: "restricted" as const, salt: testSeed("s").subarray(0, 16), bytes: utf8("x") };
  const person = { personId: "P0000000000000000A", restricted: attachmentId(attachment) };
  const actions: Action[] = [["household.register", { members: [person] }]];
  const here = setting();
  const body = here.sign({ actions: [registerVillage("v")] });
  expect(await here.submit({ ...body, attachments: [attachment] })).toMatchObject(
    refusedWith("attachment.unexpected"),
  );
  expect(here.stored).toEqual([]);
  const elsewhere = setting({}, () => ["http://validator"]);
  const unsigned = {
    chainId: CHAIN,
    nonce: testSeed("n").subarray(0, 16),
    senderKeyId: keyId(suite.publicKey(sender)),
  };
  const tx = signTx({ ...unsigned, expiresAt: elsewhere.clock.now() + MINUTE, actions }, sender, [
    attachment,
  ]);
  expect(await elsewhere.submit(tx)).toMatchObject({
    status: "refused",
    refusal: { code: "attachment.wrong_node", values: { api: "http://validator" } },
  });
  expect(elsewhere.stored).toEqual([]);
});
