import { setTimeout as delay } from "node:timers/promises";
import { createClient, createSigner, type SignedTransaction } from "@jingzhun/client-sdk";
import { decodeCertificate, hex } from "@jingzhun/ledger";
import { validatorOrganisations } from "../src/network/organisations.ts";
import { startNetwork, type TestNetwork } from "../src/network/start-network.ts";
import { pour } from "./load.ts";
import type { Bench } from "./main.ts";
import { prepare, type Workload } from "./workload.ts";

/** ms that the next block may take beyond the time-out of a round */
const TARGET_BEYOND_MS = 300;
/** Of the throughput before, with one validator less. */
const TARGET_SHARE = 0.9;
const TRIALS = 5;
const ROUND_TIMEOUT_MS = 2_000;
/** ms without transactions before a proposer is killed, so that it is asleep as the others are */
const QUIET_MS = 1_000;
const LOOK_MS = 5;
const SIGNED_PER_SECOND = 1_500;
const WARM_UP = 10_000;

interface Trial {
  readonly killed: number;
  /** ms from the moment a transaction was posted until another node had it in a block */
  readonly ms: number;
  readonly round: number;
}

export const recovery: Bench = {
  about: "the proposer is killed: how soon the next block comes, and how much goes through afterwards",
  async run({ seconds, nodes, runtimeArguments }) {
    await using network = await startNetwork({
      nodes,
      seed: "bench",
      runtimeArguments,
      params: { roundTimeout: String(ROUND_TIMEOUT_MS) },
    });
    const half = WARM_UP + Math.ceil(seconds * SIGNED_PER_SECOND);
    const workload = await prepare(network, 500, { total: 2 * half, attachments: false });
    const trials: Trial[] = [];
    for (let i = 0; i < TRIALS; i++) {
      const trial = await killProposer(network, workload);
      trials.push(trial);
      console.log(
        `node ${trial.killed} proposed and was killed: next block after ${trial.ms.toFixed(0)} ms, round ${trial.round}`,
      );
      await network.start(trial.killed);
      await network.waitForHeight((await network.status((trial.killed + 1) % nodes))!.height);
    }
    const worst = Math.max(...trials.map(({ ms }) => ms));
    console.log(
      `the slowest of ${TRIALS}: ${worst.toFixed(0)} ms; target: time-out of ${ROUND_TIMEOUT_MS} + ${TARGET_BEYOND_MS} ms`,
    );

    const signed = await workload.sign(2 * half);
    await pour(network, signed.slice(0, WARM_UP), 120, new Map());
    const before = await rate(network, signed.slice(WARM_UP, half), seconds);
    const killed = await proposer(network);
    await network.kill(killed);
    const after = await rate(network, signed.slice(half), seconds);
    const share = after / before;
    console.log(
      `${before.toFixed(0)} tx/s with all, ${after.toFixed(0)} after the proposer was killed: ${(share * 100).toFixed(0)} %; target ${TARGET_SHARE * 100} %`,
    );
    return {
      ok: worst <= ROUND_TIMEOUT_MS + TARGET_BEYOND_MS && share >= TARGET_SHARE,
      figures: { nodes, roundTimeoutMs: ROUND_TIMEOUT_MS, trials, worstMs: worst, before, after, share },
    };
  },
};

/** Transactions final everywhere a second. */
async function rate(network: TestNetwork, signed: readonly SignedTransaction[], seconds: number) {
  const from = performance.now();
  const { accepted } = await pour(network, signed, seconds, new Map());
  return accepted / ((performance.now() - from) / 1_000);
}

/** The node that proposes at the next height: who built the last block, unless its tenure ends just now. */
async function proposer(network: TestNetwork): Promise<number> {
  const reader = await network.as("auditor");
  const { items } = await reader.call("chain.blocks", { query: { limit: 1 } });
  const { data } = await reader.call("chain.validators", {});
  const key = items[0]!.proposer;
  const organisation = data.validators.find(({ consensusKey }) => consensusKey === key)?.organisation;
  const index = validatorOrganisations(network.urls.length).findIndex(({ id }) => id === organisation);
  if (index < 0) throw new Error(`nobody here proposed block ${items[0]!.height}: ${key}`);
  return index;
}

async function killProposer(network: TestNetwork, workload: Workload): Promise<Trial> {
  const { actions, key } = workload.light();
  await delay(QUIET_MS);
  const killed = await proposer(network);
  const others = network.urls.filter((_, index) => index !== killed);
  const client = createClient({ urls: others, signer: createSigner(key) });
  await client.trust();
  const tx = await client.sign(actions);
  await network.kill(killed);
  const from = performance.now();
  await client.submitSigned(tx);
  const status = async () =>
    (await client.call("transactions.get", { params: { id: hex(tx.id) } })).data as {
      status: string;
      height?: number;
    };
  let found = await status();
  while (found.status !== "applied" && performance.now() - from < 60_000) {
    await delay(LOOK_MS);
    found = await status();
  }
  if (found.status !== "applied") throw new Error(`after a minute the transaction is ${found.status}`);
  const ms = performance.now() - from;
  const { data } = await client.call("chain.block", { params: { height: found.height! } });
  return { killed, ms, round: decodeCertificate(Buffer.from(data.certificate!, "base64")).round };
}
