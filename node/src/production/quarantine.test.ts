import { expect, test } from "vitest";
import { Quarantine } from "./quarantine.ts";

test("halves return one after the other until the culprit is alone", () => {
  const quarantine = new Quarantine();
  expect(quarantine.suspect(["a", "b", "c", "d"])).toEqual(["a", "b", "c", "d"]);
  expect(quarantine.release()).toEqual(["a", "b"]);
  expect(quarantine.release()).toEqual(["c", "d"]); // a and b did no harm
  quarantine.suspect(["c", "d", "new"]); // c or d; what wasn't on trial is free
  expect(quarantine.release()).toEqual(["c"]);
  expect(quarantine.release()).toEqual(["d"]);
});

test("one that overruns once alone comes back, one that overruns each time is proposed no more", () => {
  const quarantine = new Quarantine();
  for (let time = 1; time <= 3; time++) {
    quarantine.suspect(["slow"]);
    expect(quarantine.isCulprit("slow")).toBe(time === 3);
    expect(quarantine.release()).toEqual(time === 3 ? [] : ["slow"]);
  }
  quarantine.settled(["slow"]);
  expect([quarantine.isCulprit("slow"), quarantine.size]).toEqual([false, 0]);
});

test("one that makes execution throw is the culprit at once", () => {
  const quarantine = new Quarantine();
  quarantine.condemn("bad");
  expect(quarantine.isCulprit("bad")).toBe(true);
  expect(quarantine.release()).toEqual([]);
});
