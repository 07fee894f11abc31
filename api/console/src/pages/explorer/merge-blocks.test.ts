import { expect, test } from "vitest";
import { type BlockLine, mergeBlocks } from "./merge-blocks.ts";

const line = (height: number): BlockLine => ({
  height,
  hash: `h${height}`,
  timestamp: height,
  transactions: 0,
});
const heights = ({ blocks, gap }: ReturnType<typeof mergeBlocks>) => [
  blocks.map(({ height }) => height),
  gap,
];

test("blocks of the stream stand above the list, each once", () => {
  expect(heights(mergeBlocks([6, 5, 4].map(line), [4, 3].map(line)))).toEqual([[6, 5, 4, 3], false]);
  expect(heights(mergeBlocks([], [4, 3].map(line)))).toEqual([[4, 3], false]);
  expect(heights(mergeBlocks([6, 5].map(line), []))).toEqual([[6, 5], false]);
});

test("a hole between stream and list is told, not shown as if there were none", () => {
  expect(heights(mergeBlocks([9, 8].map(line), [4, 3].map(line)))).toEqual([[4, 3], true]);
});
