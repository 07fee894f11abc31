import { setTimeout as delay } from "node:timers/promises";
import { runningPid } from "../src/network/processes.ts";
import { startNetwork } from "../src/network/start-network.ts";
import { cpuMicros, threadMicros } from "./cpu-time.ts";
import { count, pour } from "./load.ts";
import type { Bench } from "./main.ts";
import { prepare } from "./workload.ts";

/** Transactions a second aimed at for now; DESIGN §13 states the final target as a share. */
const TARGET_TPS = 2_000;
/** Of the machine's signature limit, DESIGN §13. */
const FINAL_SHARE = 0.36;
/** How many are signed beforehand for each second of the window. */
const SIGNED_PER_SECOND = 2_500;
/** Transactions before the window, which don't count. */
const WARM_UP = 10_000;

export const throughput: Bench = {
  about:
    "applied domain transactions a second, validators as processes, posted over HTTP in batches, signed before",
  async run({ seconds, nodes, verifyMicros, cores, attachments, runtimeArguments }) {
    await using network = await startNetwork({ nodes, seed: "bench", runtimeArguments });
    const total = WARM_UP + Math.ceil(seconds * SIGNED_PER_SECOND);
    const workload = await prepare(network, 500, { total, attachments });
    const signed = await workload.sign(total);
    console.log(
      `${signed.length} transactions signed about ${workload.households.length} households: ${attachments ? "updates of restricted facts, a 300-byte attachment each" : "six services, three steps of payments, one update of open fields in ten"}`,
    );
    const reader = await network.as("auditor");
    const refusals = new Map<string, number>();
    // Fresh processes spend their first seconds compiling; what a department runs has long done so.
    await pour(network, signed.slice(0, WARM_UP), 120, refusals);
    const before = (await network.status(0))!.height;

    const pids = network.urls.map((_, index) => runningPid(network.layout.node(index).pid) ?? 0);
    const cpuBefore = { nodes: cpuMicros(pids), threads: threadMicros(pids), load: process.cpuUsage() };
    const from = performance.now();
    // The window ends when what was accepted is final on the slowest node.
    const { accepted, refused, drained } = await pour(network, signed.slice(WARM_UP), seconds, refusals);
    const elapsed = (performance.now() - from) / 1_000;
    const nodesMicros = cpuMicros(pids) - cpuBefore.nodes;
    const threads = threadMicros(pids);
    const load = process.cpuUsage(cpuBefore.load);
    const after = (await network.status(0))!.height;
    let applied = 0;
    let rejected = 0;
    for (let height = before + 1; height <= after; height++) {
      const { data } = await reader.call("chain.block", { params: { height } });
      for (const outcome of data.outcomes) {
        if (outcome.status === "applied") applied++;
        else {
          rejected++;
          count(refusals, outcome.code ?? outcome.status);
        }
      }
      if (height % 50 === 0) await delay(0);
    }
    const tps = applied / elapsed;
    const share = (tps * nodes * verifyMicros) / cores / 1e6;
    console.log(
      `applied ${applied}, rejected ${rejected}, refused ${refused} in ${elapsed.toFixed(1)} s and ${after - before} blocks`,
    );
    if (refusals.size > 0)
      console.log([...refusals].map(([code, count]) => `  ${code}: ${count}`).join("\n"));
    console.log(
      `${tps.toFixed(0)} tx/s (target of now ${TARGET_TPS}); ${(share * 100).toFixed(1)} % of the signature limit (final target ${FINAL_SHARE * 100} %)`,
    );
    const perTxAndNode = nodesMicros / applied / nodes;
    const perTxLoad = (load.user + load.system) / applied;
    console.log(
      `CPU: ${perTxAndNode.toFixed(0)} µs a transaction and node (all threads), ${perTxLoad.toFixed(0)} µs a transaction for the load itself`,
    );
    const perThread = Object.fromEntries(
      Object.entries(threads).map(([kind, micros]) => [
        kind,
        (micros - (cpuBefore.threads[kind] ?? 0)) / applied / nodes,
      ]),
    );
    console.log(
      Object.entries(perThread)
        .sort((a, b) => b[1] - a[1])
        .map(([kind, micros]) => `  ${kind}: ${micros.toFixed(0)} µs`)
        .join("\n"),
    );
    const figures = {
      attachments,
      warmUp: WARM_UP,
      cpuMicrosPerTxAndNode: perTxAndNode,
      cpuMicrosPerTxByThread: perThread,
      cpuMicrosPerTxOfLoad: perTxLoad,
      seconds: elapsed,
      nodes,
      accepted,
      applied,
      rejected,
      refused,
      blocks: after - before,
      tps,
      share,
      targetTps: TARGET_TPS,
      finalShare: FINAL_SHARE,
    };
    return { ok: drained && applied === accepted && tps >= TARGET_TPS, figures };
  },
};
