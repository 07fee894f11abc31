import { expect, test } from "vitest";
import { recordsOf } from "./event-records.ts";

test("an event leads to what it is about, the narrowest first", () => {
  expect(recordsOf("service.recorded", { household: "H1", n: 2 })).toEqual([
    "household/H1/services/2",
    "household/H1",
  ]);
  expect(recordsOf("fund.paid", { household: "H1", n: 1, indicator: "I1" })).toEqual([
    "household/H1/payments/1",
    "household/H1",
    "indicator/I1",
  ]);
  expect(recordsOf("household.registered", { household: "H1", n: 1 })).toEqual(["household/H1"]);
  expect(recordsOf("fund.issued", { indicator: "I1", organisation: "o" })).toEqual(["indicator/I1"]);
  expect(recordsOf("operator.registered", { organisation: "o" })).toEqual(["organisation/o"]);
  expect(recordsOf("x.y", { household: 5 })).toEqual([]);
});
