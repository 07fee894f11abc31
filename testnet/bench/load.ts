import { setTimeout as delay } from "node:timers/promises";
import { createClient, type SignedTransaction } from "@jingzhun/client-sdk";
import { poll } from "../src/network/processes.ts";
import type { TestNetwork } from "../src/network/start-network.ts";

const BATCH = 200;
/** Pending transactions at which posting waits. */
const PENDING_MAX = 4_000;
/** How often each node is asked for what is pending; the last of it counts as part of the window. */
const POLL_MS = 100;
/** Batches under way at each node. */
const IN_FLIGHT = 2;

export function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** What became of transactions that were posted. */
export interface Posted {
  accepted: number;
  refused: number;
  /** False: something was still pending a minute after the last was posted. */
  drained: boolean;
}

/**
 * Posts transactions in batches to all nodes at once until all are posted or the time is up, and waits until no node
 * holds a pending one. Holds back while much is pending, as a client does that knows what it is waiting for: how the
 * network takes several times what it can do is another question.
 */
export async function pour(
  network: TestNetwork,
  signed: readonly SignedTransaction[],
  seconds: number,
  refusals: Map<string, number>,
): Promise<Posted> {
  const pending = async () => {
    const all = await Promise.all(network.urls.map((_, index) => network.status(index)));
    // A node that is down holds none.
    return Math.max(...all.map((status) => (status as { mempool?: { count: number } })?.mempool?.count ?? 0));
  };
  let next = 0;
  let accepted = 0;
  let refused = 0;
  let room = true;
  let done = false;
  const watching = (async () => {
    while (!done) {
      room = (await pending()) < PENDING_MAX;
      await delay(POLL_MS);
    }
  })();
  const until = performance.now() + seconds * 1_000;
  await Promise.all(
    network.urls.flatMap((url, index) =>
      Array.from({ length: IN_FLIGHT }, async () => {
        const client = createClient({ urls: [url, ...network.urls.filter((_, i) => i !== index)] });
        while (performance.now() < until && next < signed.length) {
          if (!room) {
            await delay(POLL_MS / 4);
            continue;
          }
          const batch = signed.slice(next, next + BATCH);
          next += batch.length;
          for (const result of await client.submitBatch(batch)) {
            if (result.status === "refused") {
              refused++;
              count(refusals, result.refusal?.code ?? "unknown");
            } else accepted++;
          }
        }
      }),
    ),
  );
  done = true;
  await watching;
  const drained = await poll(async () => ((await pending()) === 0 ? true : undefined), 60_000, POLL_MS);
  return { accepted, refused, drained: drained === true };
}
