// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { draftKey, forgetDraft, forgetOldDrafts, keepDraft, readDraft } from "./drafts.ts";

const NOW = Date.parse("2020-05-01T00:00:00Z");
const DAY = 24 * 60 * 60_000;
beforeEach(() => localStorage.clear());

test("a draft comes back to the operator and action that it belongs to, and to no other", () => {
  const fields = { householdId: "H1", cause: { main: "illness", others: [] } };
  expect(keepDraft(localStorage, draftKey("aa", "household.register"), fields, NOW)).toBe(true);
  expect(readDraft(localStorage, draftKey("aa", "household.register"), NOW)).toEqual(fields);
  expect(readDraft(localStorage, draftKey("bb", "household.register"), NOW)).toBeUndefined();
  expect(readDraft(localStorage, draftKey("aa", "household.update"), NOW)).toBeUndefined();
  forgetDraft(localStorage, draftKey("aa", "household.register"));
  expect(readDraft(localStorage, draftKey("aa", "household.register"), NOW)).toBeUndefined();
});

test("after thirty days it is gone, whoever's it was; what isn't a draft stays", () => {
  keepDraft(localStorage, draftKey("aa", "x"), { old: "1" }, NOW - 31 * DAY);
  keepDraft(localStorage, draftKey("bb", "x"), { young: "1" }, NOW - 29 * DAY);
  localStorage.setItem("jingzhun/preferences", "{}");
  forgetOldDrafts(localStorage, NOW);
  expect(localStorage.length).toBe(2);
  expect(readDraft(localStorage, draftKey("bb", "x"), NOW)).toEqual({ young: "1" });
});

test("a damaged draft and a full browser are no errors", () => {
  localStorage.setItem(draftKey("aa", "x"), "{");
  expect(readDraft(localStorage, draftKey("aa", "x"), NOW)).toBeUndefined();
  const full = {
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  } as unknown as Storage;
  expect(keepDraft(full, draftKey("aa", "x"), {}, NOW)).toBe(false);
});
