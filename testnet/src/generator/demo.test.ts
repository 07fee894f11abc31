import { expect, test } from "vitest";
import { DEMO_SPAN_MS } from "../network/create.ts";
import { SHIBADONG } from "../network/organisations.ts";
import { startNetwork } from "../network/start-network.ts";
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
  const statistics = await fetch(`${network.urls[3]}/v1/public/statistics?division=${SHIBADONG}`);
  expect(await statistics.json()).toMatchObject({
    data: { households: 136, persons: 542, name: "十八洞村" },
  });
}, 90_000);
