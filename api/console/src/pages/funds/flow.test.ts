import { expect, test } from "vitest";
import { depthsOf, flowOf, inOrder, type Trace, villagesIn } from "./flow.ts";

const [V1, V2, V3] = ["433124102003", "433124102216", "433124110226"] as const;
const TRACE: Trace = {
  nodes: [
    { id: "source.central", kind: "source" },
    { id: "indicator.A", kind: "indicator", division: "430000000000", fen: 1_000 },
    { id: "indicator.B", kind: "indicator", division: "433124000000", fen: 900 },
    { id: "household.H1", kind: "household", division: V1 },
    { id: "household.H2", kind: "household", division: V1 },
    { id: "household.H3", kind: "household", division: V2 },
    { id: "household.H4", kind: "household", division: V3 },
  ],
  edges: [
    { from: "source.central", to: "indicator.A", fen: 1_000, records: ["indicator/A"] },
    { from: "indicator.A", to: "indicator.B", fen: 900, records: ["indicator/B"] },
    {
      from: "indicator.B",
      to: "household.H1",
      fen: 100,
      records: ["household/H1/payments/1", "household/H1/payments/2"],
    },
    { from: "indicator.B", to: "household.H2", fen: 50, records: ["household/H2/payments/1"] },
    { from: "indicator.B", to: "household.H3", fen: 30, records: ["household/H3/payments/1"] },
    { from: "indicator.B", to: "household.H4", fen: 20, records: ["household/H4/payments/1"] },
  ],
};
const lines = (flow: ReturnType<typeof flowOf>) =>
  inOrder(flow).map(({ from, to, fen, households }) => `${from} ${to} ${fen} ${households}`);

test("households are put together by village, and what is left is told", () => {
  expect(lines(flowOf([TRACE], "village"))).toEqual([
    "source.central indicator.A 1000 0",
    "indicator.A indicator.B 900 0",
    "indicator.A rest 100 0",
    `indicator.B place.${V1} 150 2`,
    `indicator.B place.${V2} 30 1`,
    `indicator.B place.${V3} 20 1`,
    "indicator.B rest 700 0",
  ]);
  expect(flowOf([TRACE], "village").edges.find(({ to }) => to === `place.${V1}`)?.records).toHaveLength(3);
});

test("by township, and the villages of one township alone", () => {
  expect(lines(flowOf([TRACE], "township")).slice(3, 5)).toEqual([
    "indicator.B place.433124102000 180 3",
    "indicator.B place.433124110000 20 1",
  ]);
  expect(lines(flowOf([TRACE], "village", "433124102000")).slice(2)).toEqual([
    `indicator.B place.${V1} 150 2`,
    `indicator.B place.${V2} 30 1`,
  ]);
});

test("traces that overlap are counted once", () => {
  expect(lines(flowOf([TRACE, TRACE], "village"))).toEqual(lines(flowOf([TRACE], "village")));
});

test("an indicator above that isn't told stands as what it is", () => {
  const county: Trace = { nodes: TRACE.nodes.slice(2), edges: TRACE.edges.slice(1) };
  const flow = flowOf([county], "village");
  expect(flow.nodes.find(({ id }) => id === "indicator.A")?.kind).toBe("above");
  expect(villagesIn([county])).toEqual([V1, V2, V3]);
});

test("depths are those of the longest way, and a circle has an end", () => {
  const edge = (from: string, to: string) => ({ from, to, fen: 1, records: [], households: 0 });
  expect(depthsOf([edge("b", "c"), edge("a", "b"), edge("a", "c")]).get("c")).toBe(2);
  expect(depthsOf([edge("a", "b"), edge("b", "a")]).get("a")).toBeLessThanOrEqual(2);
});
