import { hex, keyId, suite } from "@jingzhun/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type County, seedOf, startCounty } from "../testing/county.ts";
import { answerChallenge, ask, post, signIn } from "../testing/requests.ts";

let county: County;
beforeAll(async () => {
  county = await startCounty();
});
afterAll(() => county[Symbol.asyncDispose]());

const me = (headers: Record<string, string>) => ask(county, "/v1/auth/me", { headers });

test("challenge, signature, token: and the token says who I am", async () => {
  const answer = await me(await signIn(county, "clerk"));
  expect(answer.body.data).toMatchObject({
    kind: "operator",
    operator: "clerk",
    organisation: "shuanglong",
    organisationKind: "township",
    roles: [{ role: "village_clerk", division: "433124110226" }],
  });
});

test("an admin key signs in as what it is", async () => {
  const { body } = await me(await signIn(county, "admin-poverty"));
  expect(body.data).toMatchObject({
    kind: "admin",
    roles: [{ role: "admin_key", division: "433124000000" }],
  });
});

/** base64url's. */
const ALPHABET = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"];

test("no token, a broken one, and one of another process are 401", async () => {
  expect((await me({})).body.code).toBe("auth.required");
  const good = (await signIn(county, "clerk")).authorization;
  for (const authorization of [
    "Basic abc",
    "Bearer short",
    `${good}x`,
    good.replace(/.$/, (c) => (c === "A" ? "B" : "A")),
    // Other spellings of the same bytes.
    ...ALPHABET.filter((c) => !good.endsWith(c)).map((c) => good.slice(0, -1) + c),
    good.replace(".", "=."),
    `${good}=`,
  ]) {
    const answer = await me({ authorization });
    expect([answer.status, answer.body.code]).toEqual([401, "auth.token"]);
  }
  await using other = await startCounty();
  const foreign = await signIn(other, "clerk");
  expect((await me(foreign)).body.code).toBe("auth.token");
});

test("a challenge is answered once, for the host it was meant for, by its own key, on this chain", async () => {
  const id = hex(keyId(suite.publicKey(seedOf("clerk"))));
  const { challenge } = (await post(county, "/v1/auth/challenge", { keyId: id })).body;
  expect((await answerChallenge(county, "clerk", { challenge })).status).toBe(200);
  expect((await answerChallenge(county, "clerk", { challenge })).body.code).toBe("auth.challenge");
  const refusals = [
    await answerChallenge(county, "clerk", { audience: "evil.test" }),
    await answerChallenge(county, "clerk", { seed: seedOf("auditor") }),
    await answerChallenge(county, "clerk", { chainId: `other-${"0".repeat(32)}` }),
    await answerChallenge(county, "clerk", { challenge: "made.up" }),
    await answerChallenge(county, "nobody"),
  ];
  expect(refusals.map((r) => [r.status, r.body.code])).toEqual([
    [401, "auth.audience"],
    [401, "auth.refused"],
    [401, "auth.refused"],
    [401, "auth.challenge"],
    [401, "auth.refused"],
  ]);
});

test("consensus and network keys don't sign in", async () => {
  expect((await answerChallenge(county, "consensus poverty")).body.code).toBe("auth.refused");
  expect((await answerChallenge(county, "network 0")).body.code).toBe("auth.refused");
});

test("a revoked operator's token ends with the block that revokes; a moved clock ends none", async () => {
  const headers = await signIn(county, "cadre");
  county.node.advance(24 * 3_600_000);
  expect((await me(headers)).status).toBe(200);
  await county.act("shuanglong-admin", [
    ["access.setOperatorStatus", { operator: "cadre", status: "suspended", reason: "请长假" }],
  ]);
  expect((await me(headers)).body.code).toBe("auth.token");
});
