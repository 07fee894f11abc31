import { expect, test } from "vitest";
import { AttachmentTakers } from "./attachment-takers.ts";
import { NetworkError, RefusedError } from "./errors.ts";
import { type FakeAnswer, fakeNodes, problem } from "./fake-nodes.ts";
import { NAMED_NODES_MAX } from "./limits.ts";
import { Nodes } from "./nodes.ts";
import { Submission } from "./submission.ts";

const A = "http://a.test";
const B = "http://b.test";
const tx = { id: new Uint8Array(32).fill(7), bytes: new Uint8Array([1, 2, 3]), expiresAt: 1 };
const accepted: FakeAnswer = { status: 202, body: { results: [{ status: "accepted" }] } };

function submission(script: { [url: string]: FakeAnswer[] }) {
  const { fetch, calls } = fakeNodes(script);
  return { submission: new Submission(new Nodes([A, B], fetch), 250), calls };
}

test("a refusal is final when every node before it answered or was never reached", async () => {
  const { submission: s, calls } = submission({
    [A]: ["refused-connection"],
    [B]: [problem(403, "permission.role")],
  });
  await expect(s.single(tx)).rejects.toMatchObject({ code: "permission.role", path: "actions/0" });
  expect(calls).toEqual([`POST ${A}/v1/transactions`, `POST ${B}/v1/transactions`]);
});

test("a refusal after a node went silent isn't final: that node may have passed the transaction on", async () => {
  const { submission: s } = submission({ [A]: ["silence"], [B]: [problem(422, "household.exists")] });
  await expect(s.single(tx)).resolves.toMatchObject({ status: "unanswered" });
});

test("a full node is asked again, and another one meanwhile", async () => {
  const { submission: s, calls } = submission({
    [A]: [problem(429, "overloaded")],
    [B]: [problem(429, "overloaded"), accepted],
  });
  await expect(s.single(tx)).resolves.toMatchObject({ status: "accepted" });
  expect(calls.filter((c) => c.includes("b.test"))).toHaveLength(2);
});

test("a node that takes no attachments sends the transaction elsewhere", async () => {
  const { submission: s } = submission({ [A]: [problem(421, "attachment.wrong_node")], [B]: [accepted] });
  await expect(s.single(tx)).resolves.toMatchObject({ status: "accepted" });
});

const C = "http://c.test";
const withAttachments = { ...tx, withAttachments: true };

function wrongNode(api: string): FakeAnswer {
  const { status, body } = problem(421, "attachment.wrong_node") as { status: number; body: object };
  return { status, body: { ...body, values: { api } } };
}

test("the addresses that a wrong node names are tried, and remembered as validators for the next attachments", async () => {
  const { submission: s, calls } = submission({
    [A]: [wrongNode(`${C} ${A}`)],
    [B]: [wrongNode(C)],
    [C]: [accepted],
  });
  await expect(s.single(withAttachments)).resolves.toMatchObject({ status: "accepted" });
  await expect(s.single(withAttachments)).resolves.toMatchObject({ status: "accepted" });
  expect(calls.map((call) => call.slice(5, 18))).toEqual([A, C, C]);
  // What holds no attachment goes where the caller says.
  await s.single(tx).catch(() => {});
  expect(calls[3]).toContain(A);
});

test("of what a wrong node names only http(s) addresses count, each once, a bounded number of them", async () => {
  const many = Array.from({ length: 40 }, (_, i) => `http://n${i}.test`);
  const named = ["ftp://f.test", "javascript:alert(1)", "nonsense", C, C, `${C}/path?x=1`, ...many].join(" ");
  const { submission: s, calls } = submission({ [A]: [wrongNode(named)], [B]: [wrongNode(named)] });
  await expect(s.single(withAttachments)).rejects.toMatchObject({ code: "attachment.wrong_node" });
  const asked = calls.map((call) => call.split(" ")[1]!.replace("/v1/transactions", ""));
  expect(asked.slice(0, 3)).toEqual([A, C, "http://n0.test"]);
  expect(new Set(asked).size).toBe(asked.length);
  expect(asked.length).toBe(2 + NAMED_NODES_MAX);
});

test("a node reached over TLS leads to no address in the clear", () => {
  const takers = new AttachmentTakers();
  expect(takers.named("https://a.test", "http://b.test https://c.test")).toEqual(["https://c.test"]);
  expect(takers.named("http://a.test", "http://b.test https://c.test")).toEqual([
    "http://b.test",
    "https://c.test",
  ]);
  takers.refused("https://c.test");
  expect(takers.named("https://a.test", "https://c.test")).toEqual([]);
  for (const api of [undefined, 7, ["https://c.test"]])
    expect(takers.named("https://a.test", api)).toEqual([]);
});

test("of a batch what holds attachments goes on to a named validator, the rest stays where it was taken", async () => {
  const text = { zh: "", en: "" };
  const refusal = { code: "attachment.wrong_node", path: "", message: text, hint: text, values: { api: C } };
  const { submission: s, calls } = submission({
    [A]: [{ status: 202, body: { results: [{ status: "accepted" }, { status: "refused", refusal }] } }],
    [C]: [accepted],
  });
  expect((await s.batch([tx, withAttachments])).map((r) => r.status)).toEqual(["accepted", "accepted"]);
  expect(calls).toEqual([`POST ${A}/v1/transactions`, `POST ${C}/v1/transactions`]);
  const alone = submission({
    [A]: [{ status: 202, body: { results: [{ status: "refused", refusal }] } }],
    [B]: [{ status: 202, body: { results: [{ status: "refused", refusal }] } }],
  });
  const [result] = await alone.submission.batch([withAttachments]);
  expect(result).toMatchObject({ status: "refused", refusal: { code: "attachment.wrong_node" } });
});

test("no node reached at all: an error, and nothing can have happened", async () => {
  const { submission: s } = submission({ [A]: ["refused-connection"], [B]: ["refused-connection"] });
  await expect(s.single(tx)).rejects.toBeInstanceOf(NetworkError);
});

test("silence everywhere: perhaps sent, so the outcome has to be asked for", async () => {
  const { submission: s } = submission({ [A]: ["silence"], [B]: ["refused-connection"] });
  await expect(s.single(tx)).resolves.toMatchObject({ status: "unanswered" });
});

test("of a batch only what a full node left is sent again, and refusals come as results", async () => {
  const text = { zh: "", en: "" };
  const refused = (code: string) => ({
    status: "refused",
    refusal: { code, path: "", message: text, hint: text, values: {} },
  });
  const { submission: s } = submission({
    [A]: [
      {
        status: 202,
        body: { results: [{ status: "accepted" }, refused("overloaded"), refused("tx.expired")] },
      },
      accepted,
    ],
    [B]: [accepted],
  });
  const results = await s.batch([tx, tx, tx]);
  expect(results.map((r) => r.status)).toEqual(["accepted", "accepted", "refused"]);
  expect(results[2]?.refusal).toBeInstanceOf(RefusedError);
});

test("of a batch what failed inside a node goes to another, and a refusal there isn't final", async () => {
  const text = { zh: "", en: "" };
  const refused = (code: string) => ({
    status: "refused",
    refusal: { code, path: "", message: text, hint: text, values: {} },
  });
  const { submission: s } = submission({
    [A]: [{ status: 202, body: { results: [refused("internal.error"), refused("not_ready")] } }],
    [B]: [{ status: 202, body: { results: [{ status: "accepted" }, refused("tx.expired")] } }],
  });
  expect((await s.batch([tx, tx])).map((r) => r.status)).toEqual(["accepted", "unanswered"]);
});
