import { expect, test } from "vitest";
import { currentPath } from "./current-path.ts";

test("a page belongs to the longest path that leads to it", () => {
  const paths = ["/", "/funds", "/funds/inbox"];
  expect(currentPath("/", paths)).toBe("/");
  expect(currentPath("/funds/inbox", paths)).toBe("/funds/inbox");
  expect(currentPath("/funds/indicators/I1", paths)).toBe("/funds");
  expect(currentPath("/fundsx", paths)).toBeUndefined();
});
