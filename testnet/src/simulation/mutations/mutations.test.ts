import { expect, test } from "vitest";
import { findMutation } from "./find-mutation.ts";
import { checkEdits } from "./mutation.ts";
import { MUTATIONS } from "./mutations.ts";

test("every mutation still fits the sources, and has a name of its own", () => {
  for (const mutation of MUTATIONS) checkEdits(mutation);
  expect(new Set(MUTATIONS.map(({ name }) => name)).size).toBe(MUTATIONS.length);
  expect(MUTATIONS.length).toBeGreaterThanOrEqual(15);
});

test("one whose text isn't there exactly once is an error that names it", () => {
  const edit = { file: "consensus/src/height.ts", find: "no such text", replace: "" };
  const mutation = { name: "outlived", bug: "", nodes: 4, seeds: 1 };
  expect(() => checkEdits({ ...mutation, edits: [edit] })).toThrow(
    "mutation outlived: consensus/src/height.ts: expected once, found 0 times: no such text",
  );
  expect(() => checkEdits({ ...mutation, edits: [{ ...edit, find: "const " }] })).toThrow(
    /found \d{2,} times/,
  );
});

test.each(["decides-with-f+1", "signer-record-not-synced"])(
  "%s is found",
  { timeout: 60_000 },
  async (name) => {
    const mutation = MUTATIONS.find((each) => each.name === name)!;
    const { seed, invariant, replay } = await findMutation({ ...mutation, seeds: 3 });
    expect(seed).not.toBeNull();
    expect(invariant).toBe(name === "decides-with-f+1" ? "certificate" : "signer-record");
    expect(replay).toContain(`--mutation ${name} --seed-start ${seed}`);
  },
);
