import { registry } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { openSteps, readsFunds, type StepPayment, type StepReader, waitingLists } from "./open-steps.ts";

const { actions } = registry.describe();
const COUNTY = "433124000000";

const person = (role: string, organisationKind: string, more: Partial<StepReader> = {}): StepReader => ({
  kind: "operator",
  organisation: `huayuan-${organisationKind}`,
  organisationKind,
  operator: role,
  roles: [{ role, division: COUNTY }],
  ...more,
});
const officer = person("county_officer", "poverty");
const approver = person("finance_approver", "finance");
const payer = person("finance_officer", "finance");
const township = person("township_officer", "township", {
  roles: [{ role: "township_officer", division: "433124102000" }],
});
const household = person("", "", { kind: "household", household: "H1", roles: [] });

const payment = (more: Partial<StepPayment> = {}): StepPayment => ({
  household: "H1",
  state: "applied",
  division: "433124102003",
  needed: 1,
  appliedBy: "operator/township_officer",
  approvals: [],
  ...more,
});
const acts = (reader: StepReader, more: Partial<StepPayment> = {}) =>
  openSteps(actions, payment(more), reader).map(({ act, endorsed }) => (endorsed ? `${act}+` : act));

test("whoever approves may reject; whoever applied may neither", () => {
  expect(acts(officer)).toEqual(["fund.approve", "fund.reject"]);
  expect(acts(approver)).toEqual(["fund.approve", "fund.reject"]);
  expect(acts(officer, { appliedBy: "operator/county_officer" })).toEqual([]);
  expect(acts(person("county_officer", "health"))).toEqual([]);
});

test("nobody approves twice, and the last of several approvals is left to finance", () => {
  const by = (name: string, finance = false) => ({ by: `operator/${name}`, finance });
  expect(acts(officer, { needed: 2 })).toContain("fund.approve");
  expect(acts(officer, { needed: 2, approvals: [by("county_officer")] })).toEqual(["fund.reject"]);
  expect(acts(officer, { needed: 2, approvals: [by("other")] })).toEqual(["fund.reject"]);
  expect(acts(officer, { needed: 2, approvals: [by("other", true)] })).toContain("fund.approve");
  expect(acts(approver, { needed: 2, approvals: [by("other")] })).toContain("fund.approve");
});

test("a payment is made by another than its approver, within the jurisdiction", () => {
  const approved = { state: "approved", approvals: [{ by: "operator/finance_officer", finance: true }] };
  expect(acts(payer, { state: "approved" })).toEqual(["fund.reject", "fund.pay"]);
  expect(acts(payer, approved)).toEqual(["fund.reject"]);
  expect(acts(payer, { state: "approved", division: "433125102003" })).toEqual([]);
});

test("bank and household each confirm once; an officer brings the household's signature", () => {
  const paid = { state: "paid", bank: "huayuan-bank" };
  const bank = person("finance_officer", "bank");
  expect(acts(bank, paid)).toEqual(["fund.acknowledge"]);
  expect(acts(bank, { ...paid, bankConfirmed: {} })).toEqual([]);
  expect(acts(bank, { ...paid, bank: "other-bank" })).toEqual([]);
  expect(acts(household, paid)).toEqual(["fund.acknowledge"]);
  expect(acts(household, { ...paid, household: "H2" })).toEqual([]);
  expect(acts(township, paid)).toEqual(["fund.acknowledge+"]);
});

test("each role has the lists in which something may wait for it", () => {
  expect(waitingLists(actions, officer)).toEqual([
    { act: "fund.approve", state: "applied", division: COUNTY },
  ]);
  expect(waitingLists(actions, payer)).toEqual([{ act: "fund.pay", state: "approved", division: COUNTY }]);
  expect(waitingLists(actions, household)).toEqual([{ act: "fund.acknowledge", state: "paid" }]);
  expect(waitingLists(actions, person("auditor", "audit"))).toEqual([]);
  const twice = person("county_officer", "poverty", {
    roles: [
      { role: "county_officer", division: "433124102000" },
      { role: "county_officer", division: COUNTY },
    ],
  });
  expect(waitingLists(actions, twice)).toHaveLength(1);
});

test("funds are told within one's own division only", () => {
  expect(readsFunds(officer, COUNTY)).toBe(true);
  expect(readsFunds(officer, "430000000000")).toBe(false);
  expect(readsFunds(person("village_clerk", "village"), COUNTY)).toBe(false);
});
