import { createClient, createSigner } from "@jingzhun/client-sdk";
import { expect, test } from "vitest";
import { DEMO_SPAN_MS } from "../network/create.ts";
import { SHIBADONG } from "../network/organisations.ts";
import { startNetwork } from "../network/start-network.ts";
import { INVENTED_MEMO } from "./actors.ts";
import { seedDemo } from "./demo.ts";

class PowerCut extends Error {}

test("a village seeded through the API, broken off once and resumed, is counted to the fen on every node", async () => {
  await using network = await startNetwork({ nodes: 4, clock: Date.now() - DEMO_SPAN_MS });
  const phases: string[] = [];
  const cut = seedDemo(
    network.layout,
    (text) => {
      if (text.startsWith("县级审批")) throw new PowerCut();
    },
    [SHIBADONG],
  );
  await expect(cut).rejects.toThrow(PowerCut);
  // It compares what it submitted with each node's public statistics and throws where they differ.
  const submitted = await seedDemo(network.layout, (text) => phases.push(text), [SHIBADONG]);
  expect(submitted).toMatchObject({ division: "433124", households: 136, persons: 542 });
  expect(submitted.fundsPaidFen).toBeGreaterThan(10_000_00);
  expect(phases.at(-1)).toMatch(/^帮扶服务/);
  // Whoever follows a file to its transactions reads there that it is invented.
  const officer = network.operators.find(({ id }) => id === "county-officer-1")!;
  const client = createClient({ urls: network.urls, signer: createSigner(officer.key) });
  const files = await client.call("households.list", { query: { division: SHIBADONG, limit: 1 } });
  const household = files.items[0]!.id;
  const { items: history } = await client.call("households.history", { params: { household } });
  expect(history.length).toBeGreaterThanOrEqual(2);
  for (const { txId } of history) {
    const { data } = await client.call("chain.transaction", { params: { id: txId! } });
    expect(data.memo).toBe(INVENTED_MEMO);
  }
  const statistics = await fetch(`${network.urls[3]}/v1/public/statistics?division=${SHIBADONG}`);
  expect(await statistics.json()).toMatchObject({
    data: { households: 136, persons: 542, name: "十八洞村" },
  });
}, 90_000);
