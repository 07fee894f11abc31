import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { action } from "@jingzhun/client-sdk";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { SHIBADONG } from "./organisations.ts";
import { poll } from "./processes.ts";
import { startNetwork, type TestNetwork } from "./start-network.ts";
import { agreement, registerHousehold } from "./test-household.ts";

const root = join(import.meta.dirname, "../../..");
let network!: TestNetwork;

beforeAll(async () => {
  network = await startNetwork({ nodes: 4 });
}, 60_000);
afterEach(({ task }) => {
  if (task.result?.state === "fail") network.keep(task.name);
});
afterAll(async () => {
  await network?.[Symbol.asyncDispose]();
});

test("a household is registered, approved by another person, and proved by the client", async () => {
  const { householdId, end } = await registerHousehold(network);
  expect(end.status).toBe("applied");
  const officer = await network.as("county_officer");
  const approval = await (
    await officer.submit([action("household.approve", { householdId })])
  ).waitForFinality();
  expect(approval.status).toBe("applied");
  const proved = await officer.record(`household/${householdId}`);
  expect(proved.value).toMatchObject({ registration: "registered", division: SHIBADONG });
  expect(await agreement(network, [0, 1, 2, 3])).toMatch(/^\d+ [0-9a-f]{64}$/);
});

test("one killed: the others go on, and it catches up; two killed: nothing is final until they are back", async () => {
  await network.kill(1);
  const one = await registerHousehold(network);
  expect(one.end.status).toBe("applied");
  await network.kill(2);
  const problems = async () => (await network.status(0))!.problems.map((problem) => problem.code);
  expect(
    await poll(async () => ((await problems()).includes("node.no_quorum") ? true : undefined), 20_000),
  ).toBe(true);
  const before = (await network.status(0))!;
  // Sent while no quorum is there: accepted, pending, never lost.
  const waiting = registerHousehold(network);
  // Nobody commits for three time-outs (nothing to wait for: that nothing happens is the condition).
  const moved = await poll(async () => {
    const heights = await Promise.all([0, 3].map(async (i) => (await network.status(i))!.height));
    return heights.some((height) => height !== before.height) ? heights : undefined;
  }, 3_500);
  expect(moved).toBeUndefined();
  expect(((await network.status(0)) as unknown as { mempool: { count: number } }).mempool.count).toBe(1);
  await network.start(1);
  await network.start(2);
  const { householdId, end } = await waiting;
  expect(end.status).toBe("applied");
  expect((await network.status(0))!.height).toBeGreaterThan(before.height);
  const officer = await network.as("county_officer");
  expect((await officer.record(`household/${householdId}`)).value).toMatchObject({ registration: "applied" });
  await network.waitForHeight((await network.status(0))!.height, { nodes: [1, 2] });
  await agreement(network, [0, 1, 2, 3]);
}, 90_000);

test("the program in the README runs as it stands there", async () => {
  const blocks = [...readFileSync(join(root, "README.md"), "utf8").matchAll(/```(\w*)\n([\s\S]*?)```/g)];
  expect(blocks[2]?.[1]).toBe("js");
  const program = blocks[2]![2]!
    .replace("http://127.0.0.1:7100", network.urls[0]!)
    .replace("http://127.0.0.1:7101", network.urls[1]!);
  expect(
    program
      .trimEnd()
      .split("\n")
      .filter((line) => line !== "").length,
  ).toBeLessThanOrEqual(15);
  const args = ["--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: join(root, "client-sdk") });
  expect(stdout).toMatch(/id: '[0-9a-f]{64}'/);
  expect(stdout).toContain("status: 'applied'");
  expect(stdout).toContain("state: 'applied'");
});

test("the clock moves forward for all nodes, and not back", async () => {
  const before = (await network.status(3))!.now;
  await network.advance(8 * 86_400_000);
  const after = await Promise.all([0, 1, 2, 3].map(async (index) => (await network.status(index))!.now));
  for (const now of after) expect(now - before).toBeGreaterThanOrEqual(8 * 86_400_000);
  const { end } = await registerHousehold(network);
  expect(end.status === "applied" && end.blockTime >= before + 8 * 86_400_000).toBe(true);
  const backwards = await fetch(`${network.urls[0]}/v1/testnet/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ set: before }),
  });
  expect(backwards.status).toBe(422);
  expect(((await backwards.json()) as { code: string }).code).toBe("clock.backwards");
});
