import { expect, test } from "vitest";
import { remedyIn } from "./remedy.ts";

test("a remedy is shown in the reader's language, and whole where it has one alone", () => {
  const remedy = "同步本机时钟（NTP） / synchronise the clock (NTP)";
  expect(remedyIn("zh", remedy)).toBe("同步本机时钟（NTP）");
  expect(remedyIn("en", remedy)).toBe("synchronise the clock (NTP)");
  expect(remedyIn("zh", "wait / restart")).toBe("wait / restart");
});
