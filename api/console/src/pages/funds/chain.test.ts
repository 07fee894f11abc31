import { expect, test } from "vitest";
import { chainTo } from "./chain.ts";

const trace = {
  nodes: [
    { id: "source.central", kind: "source" as const },
    { id: "indicator.A", kind: "indicator" as const, division: "000000000000", fen: 10, document: "一号" },
    { id: "indicator.B", kind: "indicator" as const, division: "433124000000", fen: 9 },
    { id: "household.H", kind: "household" as const },
  ],
  edges: [
    { from: "indicator.A", to: "indicator.B", fen: 9, records: [] },
    { from: "source.central", to: "indicator.A", fen: 10, records: [] },
    { from: "indicator.B", to: "household.H", fen: 1, records: [] },
  ],
};

test("the way leads from the source to the indicator", () => {
  expect(chainTo(trace, "B").map(({ kind, id }) => `${kind} ${id}`)).toEqual([
    "source central",
    "indicator A",
    "indicator B",
  ]);
  expect(chainTo(trace, "B")[1]).toMatchObject({ document: "一号", fen: 10 });
});

test("an indicator that no payment has used yet is the whole way", () => {
  expect(chainTo(trace, "C").map(({ id }) => id)).toEqual(["C"]);
});

test("a trace that runs in a circle ends", () => {
  const circle = { nodes: [], edges: [{ from: "indicator.A", to: "indicator.A", fen: 1, records: [] }] };
  expect(chainTo(circle, "A")).toHaveLength(1);
});
