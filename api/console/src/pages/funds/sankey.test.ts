import { expect, test } from "vitest";
import type { Flow } from "./flow.ts";
import { sankeyOption } from "./sankey.ts";

const edge = (from: string, to: string, fen: number) => ({ from, to, fen, records: [], households: 0 });
const FLOW: Flow = {
  nodes: [
    { id: "source.central", kind: "source" },
    { id: "indicator.A", kind: "indicator" },
    { id: "indicator.B", kind: "indicator" },
    { id: "place.V", kind: "place" },
    { id: "rest", kind: "rest" },
  ],
  edges: [
    edge("source.central", "indicator.A", 100),
    edge("indicator.A", "indicator.B", 90),
    edge("indicator.A", "rest", 10),
    edge("indicator.B", "place.V", 30),
  ],
};
const look = { text: "#111", line: "#999", kinds: { source: "#a00" }, font: "serif", size: 16, width: 1_000 };
const drawn = (width: number) =>
  sankeyOption(
    FLOW,
    { ...look, width },
    (id) => `名${id}${id === "indicator.A" ? "很长的很长的名字" : ""}`,
    (fen) => `${fen} 分`,
  ).series[0]!;

const wordsOf = (width: number, name: string) =>
  drawn(width)
    .data.find((node) => node.name === name)
    ?.label.formatter({ name });

test("each node is named with its amount; each edge is as wide as its money", () => {
  const { links, data } = drawn(1_000);
  expect(wordsOf(1_000, "place.V")).toBe("名place.V 30 分");
  expect(wordsOf(1_000, "indicator.A")).toBe("名indicator.A很…\n100 分");
  expect(links).toContainEqual({ source: "indicator.A", target: "rest", value: 10 });
  expect(data[0]?.itemStyle.color).toBe("#a00");
});

test("where nothing goes on, a node stands at the right edge", () => {
  const { data } = drawn(1_000);
  expect(data.find(({ name }) => name === "rest")).toMatchObject({ depth: 3 });
  expect(data.find(({ name }) => name === "indicator.A")).not.toHaveProperty("depth");
});

test("on a narrow screen the names stand alone", () => {
  expect(wordsOf(320, "place.V")).toBe("名place.V");
  // Between close columns too: a number that is cut off would be another number.
  expect(wordsOf(640, "indicator.A")).toBe("名indicator.A很…\n100 分");
  expect(wordsOf(640, "rest")).toBe("名rest 10 分");
});
