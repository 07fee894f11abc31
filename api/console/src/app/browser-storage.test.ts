// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { draftSeal } from "../forms/draft-seal.ts";
import {
  countDrafts,
  draftKey,
  forgetDraftsOf,
  forgetOldDrafts,
  keepDraft,
  readDraft,
} from "../forms/drafts.ts";
import { browserStorage, storageKeeps } from "./browser-storage.ts";
import { keepPreferences, readPreferences } from "./preferences.ts";

/** As browsers do where somebody forbade cookies and site data. */
function forbidStorage(): void {
  vi.spyOn(globalThis, "localStorage", "get").mockImplementation(() => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  });
}
afterEach(() => {
  vi.restoreAllMocks();
  browserStorage().clear();
});

test("where it is allowed, it is the browser's own", () => {
  expect(storageKeeps()).toBe(true);
  expect(browserStorage()).toBe(localStorage);
});

test("forbidden, it says so, and drafts and settings last as long as the page", () => {
  forbidStorage();
  expect(() => localStorage).toThrow("insecure");
  expect(storageKeeps()).toBe(false);
  const seal = draftSeal(new Uint8Array(32));
  const key = draftKey("aa", "household.register");
  forgetOldDrafts(browserStorage(), 1);
  expect(keepDraft(browserStorage(), key, { reason: "搬迁" }, 1, seal)).toBe(true);
  expect(readDraft(browserStorage(), key, 2, seal)).toEqual({ reason: "搬迁" });
  expect(countDrafts(browserStorage(), "aa")).toBe(1);
  forgetDraftsOf(browserStorage(), "aa");
  expect(countDrafts(browserStorage(), "aa")).toBe(0);
  keepPreferences(browserStorage(), { language: "en", size: 16, scheme: "dark" });
  expect(readPreferences(browserStorage()).language).toBe("en");
  browserStorage().clear();
});

test("no page of the console asks the browser past it", () => {
  const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.{ts,tsx}"], {
    eager: true,
    query: "?raw",
    import: "default",
  });
  const past = Object.entries(sources).filter(([, text]) => /\b(local|session)Storage\b/.test(text));
  expect(past.map(([path]) => path)).toEqual(["./browser-storage.ts"]);
});
