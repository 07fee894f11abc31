import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createKey, readKeyFile, SCRYPT_N_TEST } from "@jingzhun/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoVillages } from "../generator/villages.ts";
import { adminKey } from "./operators.ts";
import { demoOrganisations, validatorOrganisations } from "./organisations.ts";
import { startNetwork, type TestNetwork } from "./start-network.ts";

/** The commands of governance as administrators of departments run them, each on its own node. */

const PROGRAM = fileURLToPath(new URL("../bin/jingzhun.js", import.meta.resolve("@jingzhun/node")));

let network!: TestNetwork;
beforeAll(async () => {
  network = await startNetwork({ params: { heartbeat: "300" } });
}, 60_000);
afterAll(async () => {
  await network?.[Symbol.asyncDispose]();
});

interface Ran {
  code: number;
  output: string;
}

function governance(node: number, ...words: string[]): Promise<Ran> {
  const config = network.layout.node(node).config;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [PROGRAM, "governance", ...words, "--config", config],
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` }),
    );
  });
}

async function done(node: number, ...words: string[]): Promise<Record<string, unknown>> {
  const { code, output } = await governance(node, ...words, "--json");
  expect(code, output).toBe(0);
  return JSON.parse(output.trim().split("\n").at(-1)!) as Record<string, unknown>;
}

/** Others approve until it is decided; the height of the last approval. */
async function decide(proposalId: string): Promise<number> {
  let last = await done(1, "approve", proposalId);
  const others = [...(await keysOfOthers())];
  while (last["state"] === "open" && others.length > 0)
    last = await done(0, "approve", proposalId, "--key", others.shift()!);
  expect(last).toMatchObject({ state: "approved" });
  return Number(last["height"]);
}

/** Key files of departments that have a vote and no node here, under the passphrase of node 0. */
async function keysOfOthers(): Promise<string[]> {
  const { keys, dir } = network.layout.node(0);
  const passphrase = readFileSync(join(keys, "passphrase"), "utf8").trim();
  const withNode = validatorOrganisations(4).map(({ id }) => id);
  const voters = demoOrganisations(4, demoVillages()).filter(
    ({ id, hostedBy }) => hostedBy === undefined && !withNode.slice(0, 2).includes(id),
  );
  return Promise.all(
    voters.map(async ({ id }) => {
      const file = join(dir, `${id}.json`);
      const { seed } = adminKey("test", id);
      if (!existsSync(file))
        await createKey(file, passphrase, { role: "admin", seed, scryptN: SCRYPT_N_TEST });
      return file;
    }),
  );
}

test("a parameter, then the end of a validator: proposed by one department, decided by more than half", async () => {
  const { proposalId, state } = await done(
    0,
    "propose",
    "setParameters",
    "tenure=32",
    "--reason",
    "轮换更快",
  );
  expect(state).toBe("open");
  const twice = await governance(0, "approve", String(proposalId));
  expect(twice.code).toBe(1);
  expect(twice.output).toContain("governance.approved_already");
  await decide(String(proposalId));

  const leaving = readKeyFile(join(network.layout.node(3).keys, "consensus.json")).publicKey;
  const removal = await done(0, "propose", "removeValidator", `consensusKey=${leaving}`, "--reason", "退出");
  expect(removal["preview"]).toEqual({ before: { n: 4, f: 1, quorum: 3 }, after: { n: 3, f: 0, quorum: 2 } });
  const height = await decide(String(removal["proposalId"]));
  await network.waitForHeight(height + 2, { nodes: [0, 1, 2] });
  const status = (await network.status(0)) as unknown as { validators: { publicKey: string }[] };
  expect(status.validators.map(({ publicKey }) => publicKey)).not.toContain(leaving);
  expect(status.validators).toHaveLength(3);

  const { code, output } = await governance(1, "list");
  expect(code).toBe(0);
  expect(output).toContain(String(proposalId));
  expect(output).toContain("轮换更快");
  expect(output.match(/approved/g)).toHaveLength(2);
}, 120_000);

test("what is wrong is said before anything is signed, or by the ledger in words", async () => {
  const noHex = await governance(0, "propose", "removeValidator", "consensusKey=12", "--reason", "退出");
  expect(noHex.output).toContain("64 位十六进制");
  expect(noHex.code).not.toBe(0);
  const noId = await governance(0, "approve", "42");
  expect(noId.output).toContain("expected an id of 18 characters");
  const noChange = await governance(0, "propose", "turnAround", "--reason", "试试");
  expect(noChange.code).toBe(1);
  expect(noChange.output).toContain("payload");
}, 60_000);
