import { expect, test } from "vitest";
import { parseMetrics } from "./metrics.ts";

test("values are read by name; comments, labels and what isn't a number are left out", () => {
  const text = [
    "# HELP jingzhun_peers Connected peers.",
    "jingzhun_peers 3",
    "jingzhun_head_skew_seconds -0.25",
    'jingzhun_transport_bytes{channel="sync"} 5',
    "jingzhun_odd NaN",
    "",
  ].join("\n");
  expect([...parseMetrics(text)]).toEqual([
    ["jingzhun_peers", 3],
    ["jingzhun_head_skew_seconds", -0.25],
  ]);
});
