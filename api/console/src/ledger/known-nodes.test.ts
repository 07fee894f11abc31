import { expect, test } from "vitest";
import { keepNodes, keptNodes, nodeOrder } from "./known-nodes.ts";

function storage() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
}

test("nodes are kept for their chain only, and nothing that isn't an address", () => {
  const kept = storage();
  keepNodes(kept, "jz-1", ["http://127.0.0.1:7101", "javascript:alert(1)"]);
  expect(keptNodes(kept, "jz-1")).toEqual(["http://127.0.0.1:7101"]);
  expect(keptNodes(kept, "jz-2")).toEqual([]);
  kept.setItem("jingzhun/nodes", "{");
  expect(keptNodes(kept, "jz-1")).toEqual([]);
});

test("the page's own node comes first, and stands once, by whichever name", () => {
  const others = ["http://127.0.0.1:7100", "http://127.0.0.1:7101/", "http://127.0.0.1:7101"];
  expect(nodeOrder("http://localhost:7100", others)).toEqual([
    "http://localhost:7100",
    "http://127.0.0.1:7101",
  ]);
});
