import {
  type ClientError,
  createClient,
  createSigner,
  type Finality,
  ForbiddenError,
  NotFoundError,
  RefusedError,
  SignInError,
  VerificationError,
} from "@jingzhun/client-sdk";
import { type Action, decodeCertificate, encodeCertificate, fromBase64, toBase64 } from "@jingzhun/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type County, seedOf, startCounty, VILLAGE } from "./testing/county.ts";
import { registerAction } from "./testing/files.ts";

/** The SDK against the real API over HTTP: every byte is what a browser would send. */

let county: County;
beforeAll(async () => {
  county = await startCounty();
});
afterAll(async () => {
  expect(county.errors).toEqual([]);
  await county[Symbol.asyncDispose]();
});

/** A port on which nothing listens. */
const DEAD = "http://127.0.0.1:9";
const client = (who: string, options: { urls?: string[]; chainId?: string; fetch?: typeof fetch } = {}) =>
  createClient({ urls: [county.api.url], signer: createSigner(seedOf(who)), ...options });

let granted = 0;
const grant = (change: Record<string, string> = {}): Action => [
  "access.grantRole",
  {
    operator: "clerk",
    role: "cadre",
    division: "433124110226",
    until: `${2021 + granted++}-12-31`,
    ...change,
  },
];

test("submit, wait, and hold a proved outcome: header, certificate and path were checked", async () => {
  const tx = await client("poverty-admin").submit([grant()], { memo: "到任" });
  const final = (await tx.waitForFinality()) as Extract<Finality, { status: "applied" }>;
  expect(final).toMatchObject({ id: tx.id, status: "applied", height: county.node.head().height });
  expect(final.certificate.seals).toHaveLength(4);
});

test("a rejection is an outcome, proved as well; a refusal at the door is a typed error", async () => {
  const tx = await client("clerk").submit([grant()]);
  expect(await tx.waitForFinality()).toMatchObject({
    status: "rejected",
    code: "permission.role",
    id: tx.id,
  });
  const refused = await client("nobody")
    .submit([grant()])
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RefusedError);
  expect(refused).toMatchObject({ code: "key.unknown", status: 422 });
  expect((refused as ClientError).zh.length).toBeGreaterThan(0);
});

test("a rejection that rests on restricted data carries its true reason, for the sender alone", async () => {
  const { action, attachments } = registerAction("sdk", VILLAGE, {}, { relation: "self" });
  const tx = await client("clerk").submit([action], { attachments });
  const end = await tx.waitForFinality();
  expect(end).toMatchObject({ status: "rejected", code: "restricted.refused", path: "" });
  const { detail } = end as Extract<Finality, { status: "rejected" }>;
  expect(detail).toBeInstanceOf(RefusedError);
  expect(detail).toMatchObject({ code: "household.two_heads", path: "actions.0.members" });
  expect(detail!.zh).toMatch(/户主/);
  expect(detail!.hint.en).toMatch(/head|self/);
  for (const other of [client("auditor"), createClient({ urls: [county.api.url] })]) {
    const { detail: theirs, ...rest } = (await other.waitForFinality(tx.id)) as typeof end & {
      detail?: object;
    };
    expect([theirs, rest]).toEqual([undefined, { ...end, detail: undefined }]);
  }
  // The outcome stands when no node will say why.
  const silent: typeof fetch = (input, init) =>
    String(input).includes("minHeight") ? Promise.reject(new TypeError("fetch failed")) : fetch(input, init);
  const without = await client("clerk", { fetch: silent }).waitForFinality(tx.id);
  expect(without).toMatchObject({ status: "rejected", code: "restricted.refused" });
  expect(without).not.toHaveProperty("detail");
});

test("a dead node before the live one changes nothing, for signing in as well", async () => {
  const failing = client("auditor", { urls: [DEAD, county.api.url] });
  expect((await failing.call("auth.me", {})).data.operator).toBe("auditor");
  const admin = client("poverty-admin", { urls: [DEAD, county.api.url] });
  expect(await (await admin.submit([grant()])).waitForFinality()).toMatchObject({ status: "applied" });
});

test("an answer lost on the way: the same bytes go again, the transaction stands once", async () => {
  let lost = false;
  const flaky: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (init?.method === "POST" && String(input).endsWith("/v1/transactions") && !lost) {
      lost = true;
      throw new TypeError("fetch failed", { cause: { code: "UND_ERR_SOCKET" } });
    }
    return response;
  };
  const height = county.node.head().height;
  const tx = await client("poverty-admin", { fetch: flaky }).submit([grant()]);
  expect(await tx.waitForFinality()).toMatchObject({ status: "applied", height: height + 1 });
  expect(county.node.head().height).toBe(height + 1);
});

test("a batch: one result each, in order", async () => {
  const admin = client("poverty-admin");
  const signed = [
    await admin.sign([grant()]),
    await admin.sign([grant()], { expiresIn: -60_000 }),
    await admin.sign([grant()]),
  ];
  const results = await admin.submitBatch(signed);
  expect(results.map((r) => r.status)).toEqual(["accepted", "refused", "accepted"]);
  expect(results[1]?.refusal?.code).toBe("tx.expired");
  expect(await admin.waitForFinality(results[2]!.id)).toMatchObject({ status: "applied" });
});

test("a transaction that no node has is expired once that is certain", async () => {
  const admin = client("poverty-admin");
  const tx = await admin.sign([grant()], { expiresIn: 1 });
  county.node.advance(1_000);
  await (await admin.submit([grant()])).waitForFinality();
  expect(await admin.waitForFinality(tx.id, { expiresAt: tx.expiresAt })).toMatchObject({
    status: "expired",
  });
});

test("expiry is believed only with a certified block as late: a liar's word sends the client to another node", async () => {
  const liar = "http://liar.test";
  const early = county.node.head();
  const heads = [
    undefined,
    {
      header: toBase64(early.headerBytes),
      certificate: toBase64(encodeCertificate(early.certificate!)),
    },
  ];
  for (const head of heads) {
    const lies: string[] = [];
    const through: typeof fetch = async (input, init) => {
      const url = String(input);
      const there = await fetch(url.replace(liar, county.api.url), init);
      if (!url.startsWith(`${liar}/v1/transactions/`)) return there;
      lies.push(url);
      return Response.json({ data: { status: "expired", head }, height: early.height });
    };
    const admin = client("poverty-admin", { urls: [liar, county.api.url], fetch: through });
    const tx = await admin.submit([grant()]);
    expect(await tx.waitForFinality()).toMatchObject({ status: "applied" });
    expect(lies).toHaveLength(1);
  }
  await expect(client("auditor").waitForFinality("0".repeat(64), { expiresAt: 1 })).resolves.toMatchObject({
    status: "expired",
  });
});

test("a dry run says what would happen", async () => {
  const admin = client("poverty-admin");
  expect(await admin.simulate([grant()])).toMatchObject({
    status: "applied",
    changed: [{ key: "operator/clerk" }],
  });
  expect((await admin.simulate([grant({ operator: "nobody" })])).refusals[0]).toMatchObject({
    code: "operator.not_found",
  });
});

test("a record is read with its proof; what may not be read, or isn't there, is not found", async () => {
  const auditor = client("auditor");
  const proved = await auditor.record("organisation/audit");
  expect(proved).toMatchObject({ value: { kind: "audit", division: "433124000000" }, version: 1 });
  expect(proved.height).toBe(county.node.head().height);
  expect(proved).toMatchObject({ signed: 4, validators: 4 });
  await expect(auditor.record("organisation/none")).rejects.toBeInstanceOf(NotFoundError);
  await expect(client("clerk").record("operator/otherclerk")).rejects.toBeInstanceOf(NotFoundError);
  await expect(auditor.record("nothing/like/this")).rejects.toBeInstanceOf(NotFoundError);
});

test("a proof tells how many validators signed, of how many: those that the certificate holds, not all", async () => {
  /** A quorum without the last seal is a certificate, too. */
  const oneLess: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const text = await response.clone().text();
    const changed = text.replace(/"certificate":"([^"]+)"/, (_, encoded: string) => {
      const certificate = decodeCertificate(fromBase64(encoded));
      const fewer = { ...certificate, seals: certificate.seals.slice(0, -1) };
      return `"certificate":"${toBase64(encodeCertificate(fewer))}"`;
    });
    return changed === text ? response : new Response(changed, response);
  };
  const proved = await client("auditor", { fetch: oneLess }).record("organisation/audit");
  expect(proved).toMatchObject({ signed: 3, validators: 4 });
});

test("a node that lies about a value, an outcome or the chain is found out", async () => {
  /** Changes one base64 field of every answer. */
  const lying =
    (field: string): typeof fetch =>
    async (input, init) => {
      const response = await fetch(input, init);
      const text = await response.clone().text();
      const changed = text.replace(new RegExp(`"${field}":"([^"]{8,})"`), (_, value: string) => {
        const middle = Math.floor(value.length / 2);
        const other = value[middle] === "A" ? "B" : "A";
        return `"${field}":"${value.slice(0, middle)}${other}${value.slice(middle + 1)}"`;
      });
      return changed === text
        ? response
        : new Response(changed, { status: response.status, headers: response.headers });
    };
  for (const field of ["proof", "header", "certificate"]) {
    await expect(
      client("auditor", { fetch: lying(field) }).record("organisation/audit"),
    ).rejects.toBeInstanceOf(VerificationError);
  }
  for (const field of ["header", "certificate"]) {
    const tx = await client("poverty-admin", { fetch: lying(field) }).submit([grant()]);
    await expect(tx.waitForFinality()).rejects.toBeInstanceOf(VerificationError);
  }
  const elsewhere = client("auditor", { chainId: `county-${"0".repeat(32)}` });
  await expect(elsewhere.trust()).rejects.toMatchObject({ code: "proof.genesis" });
  await expect(elsewhere.now()).rejects.toMatchObject({ code: "proof.chain" });
});

test("errors are typed by what one can do about them", async () => {
  const clerk = client("clerk");
  await expect(clerk.call("statistics.get", { query: { division: "433125000000" } })).rejects.toBeInstanceOf(
    ForbiddenError,
  );
  await expect(createClient({ urls: [county.api.url] }).call("auth.me", {})).rejects.toBeInstanceOf(
    SignInError,
  );
  await expect(client("nobody").call("auth.me", {})).rejects.toMatchObject({ code: "auth.refused" });
});

test("events: blocks as they come, the rest by jurisdiction, resumed after the last one seen", async () => {
  const stop = new AbortController();
  const seen: string[] = [];
  const head = county.node.head().height;
  const follow = (async () => {
    for await (const event of client("county").events({ after: String(head), signal: stop.signal })) {
      seen.push(`${event.id} ${event.type}`);
      if (seen.length === 2) stop.abort();
    }
  })();
  await county.act("poverty-admin", [grant()]);
  await follow;
  expect(seen).toEqual([`${head + 1}.0 event`, `${head + 1} block`]);
  const others: string[] = [];
  const end = new AbortController();
  for await (const event of client("othercounty").events({ after: String(head), signal: end.signal })) {
    others.push(event.type);
    end.abort();
  }
  expect(others).toEqual(["block"]);
});

test("a token that the node no longer knows is renewed without a word", async () => {
  const auditor = client("auditor");
  await auditor.call("auth.me", {});
  await county.restartApi();
  const moved = createClient({ urls: [county.api.url], signer: createSigner(seedOf("auditor")) });
  expect((await moved.call("auth.me", {})).data.operator).toBe("auditor");
  expect((await auditor.call("auth.me", {})).data.operator).toBe("auditor");
});
