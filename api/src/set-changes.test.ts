import { createClient, createSigner, newId, Trust, VerificationError } from "@jingzhun/client-sdk";
import { type Action, decodeGenesis, fromBase64, suite } from "@jingzhun/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type County, seedOf, startCounty } from "./testing/county.ts";

/** The SDK follows changes of the validator set from genesis on. */

let county: County;
beforeAll(async () => {
  county = await startCounty();
});
afterAll(() => county[Symbol.asyncDispose]());

const client = (who: string, trust?: Trust) =>
  createClient({
    urls: [county.api.url],
    signer: createSigner(seedOf(who)),
    ...(trust === undefined ? {} : { trust }),
  });

async function applied(who: string, action: Action, by = client(who)): Promise<number> {
  const final = await (await by.submit([action])).waitForFinality();
  expect(final).toMatchObject({ status: "applied" });
  return (final as { height: number }).height;
}

test("outcomes and records are proved under each set; a node can't make one up", async () => {
  const early = client("admin-poverty");
  await applied(
    "admin-poverty",
    [
      "access.registerAdmin",
      {
        operator: "early",
        organisation: "poverty",
        publicKey: suite.publicKey(seedOf("early")),
      },
    ],
    early,
  );
  const proposalId = newId("G");
  const consensusKey = county.node.validators()[0]!.consensusKey;
  const proposal = { proposalId, reason: "撤出节点", removeValidator: { consensusKey } };
  await applied("admin-poverty", ["governance.propose", proposal]);
  const { data } = await client("clerk").call("governance.proposal", { params: { proposal: proposalId } });
  expect(data).toMatchObject({
    state: "open",
    approvals: ["poverty"],
    preview: { before: { n: 4, f: 1, quorum: 3 }, after: { n: 3, f: 0, quorum: 2 } },
  });
  const { organisations } = county.node.record("governance/voters")!.value as { organisations: string[] };
  let changed = 0;
  for (const who of organisations.filter((each) => each !== "poverty")) {
    changed = await applied(`admin-${who}`, ["governance.approve", { proposalId }]);
    if (county.node.validators().length === 3) break;
  }
  expect(county.node.validators()).toHaveLength(3);

  const { items } = await client("clerk").call("governance.proposals", { query: { state: "approved" } });
  expect(items).toMatchObject([{ proposalId, state: "approved" }]);
  expect(items[0]).not.toHaveProperty("preview");

  // One that has believed genesis's set for long, one that begins now, and one that begins with the later set.
  const key = `governance/proposals/${proposalId}`;
  await applied("admin-audit", [
    "access.registerAdmin",
    {
      operator: "late",
      organisation: "audit",
      publicKey: suite.publicKey(seedOf("late")),
    },
  ]);
  for (const reader of [
    early,
    client("admin-civil"),
    client("admin-civil", new Trust(county.node.chainId, county.node.validators())),
  ]) {
    const proved = await reader.record(key);
    expect(proved).toMatchObject({ signed: 3, validators: 3 });
    expect(proved.height).toBeGreaterThan(changed);
  }

  const answer = await fetch(`${county.api.url}/v1/public/validator-sets`).then((each) => each.json());
  expect(answer.data).toMatchObject({ total: 1, changes: [{ height: changed }] });
  const [change] = answer.data.changes;
  const bytes = {
    header: fromBase64(change.header),
    certificate: fromBase64(change.certificate),
    validators: fromBase64(change.validators),
  };
  const { validators: founders } = decodeGenesis(county.node.genesis());
  const followed = new Trust(county.node.chainId, founders);
  followed.follow(bytes);
  expect(followed.followed).toBe(1);
  expect(() => followed.follow(bytes)).toThrow(VerificationError);
  const trust = () => new Trust(county.node.chainId, founders);
  const flipped = bytes.validators.slice();
  flipped[flipped.length - 1]! ^= 1;
  expect(() => trust().follow({ ...bytes, validators: flipped })).toThrow(VerificationError);
  const certificate = bytes.certificate.slice();
  certificate[certificate.length - 1]! ^= 1;
  expect(() => trust().follow({ ...bytes, certificate })).toThrow(VerificationError);
  expect(
    (await fetch(`${county.api.url}/v1/public/validator-sets?known=1`).then((each) => each.json())).data,
  ).toEqual({
    total: 1,
    changes: [],
  });

  // The block before is shown with those who sealed it, the one after with those who are left.
  const block = async (height: number) =>
    (await client("admin-civil").call("chain.block", { params: { height } })).data;
  expect((await block(changed)).signers).toHaveLength(4);
  expect((await block(changed + 1)).signers).toHaveLength(3);
  expect((await block(changed + 1)).signers).not.toContain("");
});
