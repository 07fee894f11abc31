// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { draftSeal } from "./draft-seal.ts";
import {
  countDrafts,
  draftKey,
  forgetDraft,
  forgetDraftsOf,
  forgetOldDrafts,
  keepDraft,
  readDraft,
} from "./drafts.ts";

const NOW = Date.parse("2020-05-01T00:00:00Z");
const DAY = 24 * 60 * 60_000;
const seal = draftSeal(new Uint8Array(32).fill(1));
const others = draftSeal(new Uint8Array(32).fill(2));
beforeEach(() => localStorage.clear());

test("a draft comes back to the operator and action that it belongs to, and to no other", () => {
  const fields = { householdId: "H1", cause: { main: "illness", others: [] } };
  const key = draftKey("aa", "household.register");
  expect(keepDraft(localStorage, key, fields, NOW, seal)).toBe(true);
  expect(readDraft(localStorage, key, NOW, seal)).toEqual(fields);
  expect(readDraft(localStorage, draftKey("bb", "household.register"), NOW, seal)).toBeUndefined();
  expect(readDraft(localStorage, draftKey("aa", "household.update"), NOW, seal)).toBeUndefined();
  forgetDraft(localStorage, key);
  expect(readDraft(localStorage, key, NOW, seal)).toBeUndefined();
});

test("what was typed can't be read from the browser's storage without the key", () => {
  const key = draftKey("aa", "household.register");
  const fields = {
    members: [{ restricted: { birthDate: "1956-03-04", health: ["disabled"], remark: "残疾" } }],
  };
  keepDraft(localStorage, key, fields, NOW, seal);
  const stored = localStorage.getItem(key) ?? "";
  const bytes = atob((JSON.parse(stored) as { sealed: string }).sealed);
  for (const typed of ["1956-03-04", "disabled", "birthDate", "残疾", unescape(encodeURIComponent("残疾"))]) {
    expect(stored).not.toContain(typed);
    expect(bytes).not.toContain(typed);
  }
  expect(readDraft(localStorage, key, NOW, others)).toBeUndefined();
  // The same text twice shows nobody that it is the same.
  keepDraft(localStorage, key, fields, NOW, seal);
  expect(localStorage.getItem(key)).not.toBe(stored);
});

test("one that was changed or put in another's place doesn't open", () => {
  const [a, b] = [draftKey("aa", "x/H1"), draftKey("aa", "x/H2")];
  keepDraft(localStorage, a, { reason: "搬迁" }, NOW, seal);
  const stored = localStorage.getItem(a) ?? "";
  localStorage.setItem(b, stored);
  expect(readDraft(localStorage, b, NOW, seal)).toBeUndefined();
  const { sealed } = JSON.parse(stored) as { sealed: string };
  const changed = `${sealed.slice(0, 40)}${sealed[40] === "A" ? "B" : "A"}${sealed.slice(41)}`;
  localStorage.setItem(a, JSON.stringify({ savedAt: NOW, sealed: changed }));
  expect(readDraft(localStorage, a, NOW, seal)).toBeUndefined();
});

test("signing out leaves nothing of one's own behind, and all of the others'", () => {
  for (const slot of ["x", "y/H1"]) keepDraft(localStorage, draftKey("aa", slot), { a: "1" }, NOW, seal);
  keepDraft(localStorage, draftKey("bb", "x"), { b: "1" }, NOW, others);
  localStorage.setItem("jingzhun/preferences", "{}");
  expect(countDrafts(localStorage, "aa")).toBe(2);
  forgetDraftsOf(localStorage, "aa");
  expect(countDrafts(localStorage, "aa")).toBe(0);
  expect(readDraft(localStorage, draftKey("bb", "x"), NOW, others)).toEqual({ b: "1" });
  expect(localStorage.getItem("jingzhun/preferences")).toBe("{}");
});

test("after thirty days it is gone, whoever's it was, and so is one that lies open; what isn't a draft stays", () => {
  keepDraft(localStorage, draftKey("aa", "x"), { old: "1" }, NOW - 31 * DAY, seal);
  keepDraft(localStorage, draftKey("bb", "x"), { young: "1" }, NOW - 29 * DAY, seal);
  localStorage.setItem(draftKey("cc", "x"), JSON.stringify({ savedAt: NOW, fields: { open: "1" } }));
  localStorage.setItem("jingzhun/preferences", "{}");
  forgetOldDrafts(localStorage, NOW);
  expect(localStorage.length).toBe(2);
  expect(readDraft(localStorage, draftKey("bb", "x"), NOW, seal)).toEqual({ young: "1" });
});

test("a damaged draft and a full browser are no errors", () => {
  localStorage.setItem(draftKey("aa", "x"), "{");
  expect(readDraft(localStorage, draftKey("aa", "x"), NOW, seal)).toBeUndefined();
  const full = {
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  } as unknown as Storage;
  expect(keepDraft(full, draftKey("aa", "x"), {}, NOW, seal)).toBe(false);
});
