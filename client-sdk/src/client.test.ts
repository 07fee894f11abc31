import { type Action, decodeSignedTx, decodeTxBody, fromBase64, hex } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { createClient } from "./client.ts";
import { ClientError, RefusedError } from "./errors.ts";
import { problem } from "./fake-nodes.ts";
import type { Fetch } from "./nodes.ts";
import { createSigner } from "./signer.ts";

const URL_A = "http://a.test";
const ACTIONS: Action[] = [["household.register", {}]];
const DAY_MS = 86_400_000;
const signer = createSigner(new Uint8Array(32).fill(3));

type Answer = ReturnType<typeof problem> | "accepted" | "silence";

/** A node whose clock is set by the test, and that answers each submission as scripted, the last one for ever. */
function clockNode(answers: readonly Answer[]) {
  const node = { now: 1_800_000_000_000, expiries: [] as number[], readings: 0 };
  const fetch: Fetch = async (input, init) => {
    if (new URL(input).pathname === "/v1/status") {
      node.readings++;
      return Response.json({ chainId: `test-${"0".repeat(32)}`, now: node.now });
    }
    const { tx } = JSON.parse(String(init?.body)) as { tx: string };
    const { body } = decodeSignedTx(fromBase64(tx));
    node.expiries.push(decodeTxBody(body).expiresAt);
    const answer = answers[Math.min(node.expiries.length, answers.length) - 1]!;
    if (answer === "silence") throw new TypeError("fetch failed", { cause: { code: "UND_ERR_SOCKET" } });
    if (answer === "accepted") return Response.json({ results: [{ status: "accepted" }] }, { status: 202 });
    if (typeof answer === "string") throw new Error(answer);
    return Response.json(answer.body, {
      status: answer.status,
      headers: { "content-type": "application/problem+json" },
    });
  };
  return { node, client: createClient({ urls: [URL_A], signer, fetch }) };
}

test("after the chain's clock was moved a transaction is signed anew, once, with the new time", async () => {
  const { node, client } = clockNode([problem(422, "tx.expired"), "accepted"]);
  await client.now();
  node.now += 8 * DAY_MS;
  const sent = await client.submit(ACTIONS);
  expect(node.readings).toBe(2);
  // The first was signed some ms after the reading that it goes by.
  expect(node.expiries[1]! - node.expiries[0]!).toBeGreaterThan(8 * DAY_MS - 60_000);
  expect(sent.expiresAt).toBe(node.expiries[1]);
});

test("not twice, and not where the clock doesn't explain the refusal", async () => {
  const { node, client } = clockNode([problem(422, "tx.expired")]);
  await client.now();
  await expect(client.submit(ACTIONS)).rejects.toMatchObject({ code: "tx.expired" });
  expect(node.expiries).toHaveLength(1);
  node.now += 8 * DAY_MS;
  await expect(client.submit(ACTIONS)).rejects.toBeInstanceOf(RefusedError);
  expect(node.expiries).toHaveLength(3);
});

test("not after a submission without an answer: the first may be in a block yet", async () => {
  const { node, client } = clockNode(["silence", problem(422, "tx.expired")]);
  await client.now();
  node.now += 8 * DAY_MS;
  await client.submit(ACTIONS);
  expect(new Set(node.expiries).size).toBe(1);
});

test("neither for what was signed by the caller", async () => {
  const { node, client } = clockNode([problem(422, "tx.expired"), "accepted"]);
  const tx = await client.sign(ACTIONS);
  node.now += 8 * DAY_MS;
  await expect(client.submitSigned(tx)).rejects.toMatchObject({ code: "tx.expired" });
});

test("no addresses and what isn't a key are typed errors, in both languages, that don't repeat the key", () => {
  expect(() => createClient({ urls: [] })).toThrow(ClientError);
  const seed = hex(new Uint8Array(32).fill(7));
  for (const bad of ["", `${seed} `, seed.slice(2), `${seed}00`, "xy".repeat(32), new Uint8Array(31)]) {
    let error: unknown;
    try {
      createSigner(bad);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: "signer.seed", path: "seed" });
    expect((error as ClientError).zh).toMatch(/\p{Script=Han}/u);
    expect(String((error as ClientError).message)).not.toContain(seed.slice(2, 20));
  }
  expect(createSigner(seed).keyId).toHaveLength(32);
});
