import { createClient, createSigner } from "@jingzhun/client-sdk";
import { decodeEvidence, fromBase64, hex, verifyEvidence } from "@jingzhun/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type County, seedOf, startCounty } from "../testing/county.ts";
import { reportAction, testEvidence } from "../testing/evidence.ts";

let county: County;
beforeAll(async () => {
  county = await startCounty();
});
afterAll(() => county[Symbol.asyncDispose]());

const client = (who: string) => createClient({ urls: [county.api.url], signer: createSigner(seedOf(who)) });

test("evidence can be read, the newest first, and verified by whoever reads it", async () => {
  const clerk = client("clerk");
  expect((await clerk.call("chain.evidence", {})).items).toEqual([]);
  for (const height of [3, 4]) {
    const evidence = testEvidence(county.node.chainId, seedOf("consensus audit"), height);
    const sent = await client("consensus civil").submit([reportAction(evidence)]);
    expect(await sent.waitForFinality()).toMatchObject({ status: "applied" });
  }
  const { items } = await clerk.call("chain.evidence", {});
  expect(items.map(({ height, organisation, type }) => [height, organisation, type])).toEqual([
    [4, "audit", "commit"],
    [3, "audit", "commit"],
  ]);
  const { data } = await clerk.call("chain.evidenceOf", { params: { evidence: items[0]!.id } });
  expect(data).toEqual(items[0]);
  const evidence = decodeEvidence(fromBase64(data.evidence));
  verifyEvidence(evidence, county.node.chainId);
  expect(hex(evidence.consensusKey)).toBe(data.consensusKey);
  // Both belong to one proposal, which awaits its first approval.
  expect(items[1]!.proposal).toBe(data.proposal);
  const proposal = await clerk.call("governance.proposal", { params: { proposal: data.proposal! } });
  expect(proposal.data).toMatchObject({ state: "open", approvals: [], preview: { after: { n: 3 } } });
  await expect(
    clerk.call("chain.evidenceOf", { params: { evidence: "00".repeat(32) } }),
  ).rejects.toMatchObject({
    code: "record.not_found",
  });
});
