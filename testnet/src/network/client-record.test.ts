import type { Finality } from "@jingzhun/client-sdk";
import { expect, test } from "vitest";
import {
  type Answer,
  contradictions,
  type NodeAccount,
  type ShownBlock,
  type Told,
} from "./client-record.ts";

const end = (answer: Answer) => answer as Finality;
const told: Told[] = [
  { id: "a", expiresAt: 1, isWrong: false, end: end({ status: "applied", height: 1 }) },
  { id: "b", expiresAt: 1, isWrong: true, end: end({ status: "rejected", height: 1, code: "fund.short" }) },
  { id: "c", expiresAt: 1, isWrong: false, end: end({ status: "expired" }) },
  { id: "d", expiresAt: 1, isWrong: false },
];
const blocks: ShownBlock[] = [
  { hash: "h0", stateRoot: "r0", outcomes: [] },
  {
    hash: "h1",
    stateRoot: "r1",
    outcomes: [
      { id: "a", status: "applied" },
      { id: "b", status: "rejected" },
    ],
  },
];
const answers: [string, Answer][] = [
  ["a", { status: "applied", height: 1 }],
  ["b", { status: "rejected", height: 1, code: "fund.short" }],
  ["c", { status: "expired" }],
  ["d", { status: "expired" }],
];
const account = (change: { blocks?: ShownBlock[]; answer?: [string, Answer] } = {}): NodeAccount => ({
  blocks: change.blocks ?? blocks,
  answers: new Map([...answers, ...(change.answer === undefined ? [] : [change.answer])]),
});
const withTop = (top: Partial<ShownBlock>) => [blocks[0]!, { ...blocks[1]!, ...top }];

test("nodes that agree with each other and with the clients contradict nothing", () => {
  expect(contradictions(told, [account(), account()])).toEqual([]);
});

test("every kind of contradiction is found, with its place", () => {
  const second = (change: Parameters<typeof account>[0]) =>
    contradictions(told, [account(), account(change)]);
  expect(second({ blocks: withTop({ hash: "x" }) })[0]).toContain(
    "height 1: h1 r1 at node 0, x r1 at node 1",
  );
  expect(second({ blocks: withTop({ stateRoot: "x" }) })[0]).toContain("h1 x at node 1");
  expect(second({ blocks: [blocks[0]!] })[0]).toContain("height 1");
  expect(second({ answer: ["a", { status: "unknown" }] })[0]).toContain(
    "a: unknown at node 1, told applied 1",
  );
  expect(second({ answer: ["a", { status: "applied", height: 2 }] })[0]).toContain("applied 2 at node 1");
  expect(second({ answer: ["b", { status: "rejected", height: 1, code: "other" }] })[0]).toContain("other");
  expect(second({ answer: ["d", { status: "pending" }] })[0]).toContain(
    "d: pending at node 1, at node 0 expired",
  );

  const all = (change: Parameters<typeof account>[0], of = told) =>
    contradictions(of, [account(change), account(change)]);
  const twice = [...blocks, { hash: "h2", stateRoot: "r2", outcomes: [{ id: "a", status: "applied" }] }];
  expect(all({ blocks: twice })).toContain("a is in block 1 and in block 2");
  expect(all({ blocks: withTop({ outcomes: [] }) })).toContain("a: applied 1, and in the chain nothing");
  const outcomes = [...blocks[1]!.outcomes, { id: "c", status: "applied" }];
  expect(all({ blocks: withTop({ outcomes }) })).toContain("c: expired, and in the chain applied 1");
  expect(all({}, [{ ...told[0]!, isWrong: true }])).toContain("a: applied 1, though it breaks the rules");
  expect(all({}, [{ ...told[1]!, isWrong: false }])[0]).toContain("though it keeps the rules");
});
