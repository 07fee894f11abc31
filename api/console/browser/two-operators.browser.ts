import { type Client, createClient, createSigner } from "@jingzhun/client-sdk";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { actionTexts } from "../src/pages/actions/texts.ts";
import { launchBrowser } from "./chromium.ts";
import { signInAs } from "./people.ts";
import { settled } from "./settled.ts";
import { WatchedPage } from "./watched-page.ts";

const VILLAGE = "433124110226";
const ACTION = "household.update";

let browser: Browser;
let officer: Client;
let households: readonly string[];

beforeAll(async () => {
  browser = await launchBrowser(inject("browser"));
  const { urls } = inject("network");
  const operators = await createClient({ urls }).call("testnet.operators", {});
  const found = operators.find(
    ({ role, division }) => role === "township_officer" && VILLAGE.startsWith(division.replace(/0+$/, "")),
  );
  if (found === undefined) throw new Error("the village has no township officer");
  officer = createClient({ urls, signer: createSigner(found.key) });
  const { items } = await officer.call("households.list", {
    query: { division: VILLAGE, state: "registered", limit: 100 },
  });
  households = items
    .filter(({ kind, flags }) => kind === "general" && flags.length === 0)
    .map(({ id }) => id);
});
afterAll(() => browser?.close());

const date = (page: Page) => page.locator("input[id$=-effectiveDate]");
const panel = (page: Page) => page.getByText(actionTexts.changedByOther.zh).first();
const file = async (household: string) =>
  (await officer.call("households.get", { params: { household } })).data;

/** The clerk's form, with another kind of household and a date. */
async function fillIn(page: Page, household: string): Promise<string> {
  const { version, effectiveDate } = await file(household);
  await page.goto(`/actions/${ACTION}?householdId=${household}`);
  await settled(page);
  await page.locator("input[id$=-kind]").click();
  await page.locator(".ant-select-item-option", { hasText: "低保脱贫户" }).click();
  await date(page).fill(effectiveDate);
  expect(version).toBeGreaterThan(0);
  return effectiveDate;
}

/** Meanwhile the township's officer says something else of the same household. */
async function beFaster(household: string): Promise<void> {
  const { version, effectiveDate } = await file(household);
  const payload = {
    householdId: household,
    kind: "destitute",
    flags: ["only_child"],
    effectiveDate,
    expectVersion: version,
  };
  const sent = await officer.submit([[ACTION, payload]]);
  expect((await sent.waitForFinality()).status).toBe("applied");
}

async function submit(page: Page): Promise<void> {
  await page.getByRole("button", { name: actionTexts.check.zh, exact: true }).click();
  await page.getByRole("button", { name: actionTexts.submit.zh }).click();
}

test("who is second sees the first's change beside their own, keeps or takes each field, and loses nothing", async () => {
  await using watched = await WatchedPage.open(browser);
  const { page } = watched;
  const household = households[0]!;
  await signInAs(watched, "village_clerk");
  const typed = await fillIn(page, household);
  // Checked before the other was there, submitted after.
  await page.getByRole("button", { name: actionTexts.check.zh, exact: true }).click();
  await page.getByRole("button", { name: actionTexts.submit.zh }).waitFor();
  await beFaster(household);
  await page.getByRole("button", { name: actionTexts.submit.zh }).click();

  await panel(page).waitFor();
  expect(await date(page).inputValue()).toBe(typed);
  const row = page.getByRole("row", { name: /类型/ });
  for (const cell of ["一般脱贫户", "特困供养脱贫户", "低保脱贫户"])
    expect(await row.textContent()).toContain(cell);
  const flags = page.getByRole("row", { name: /家庭标识/ });
  expect(await flags.textContent()).toContain(actionTexts.untouched.zh);

  await page.getByRole("button", { name: actionTexts.merge.zh }).click();
  await page.getByText("还有 1 栏没有选择").waitFor();
  await row.getByLabel(actionTexts.keepMine.zh).check();
  await page.getByRole("button", { name: actionTexts.merge.zh }).click();
  await panel(page).waitFor({ state: "detached" });
  await submit(page);
  await page.getByText(actionTexts.applied.zh).waitFor();
  expect(await file(household)).toMatchObject({ kind: "low_income_insured", flags: ["only_child"] });
  expect(watched.problems()).toEqual([]);
});

test("a change is shown while one still fills in the form; giving up leaves theirs and an empty form", async () => {
  await using watched = await WatchedPage.open(browser, { size: "phone" });
  const { page } = watched;
  const household = households[1]!;
  await signInAs(watched, "village_clerk");
  await fillIn(page, household);
  await beFaster(household);
  await panel(page).waitFor();
  page.once("dialog", (dialog) => void dialog.accept());
  await page.getByRole("button", { name: actionTexts.giveUp.zh }).click();
  await panel(page).waitFor({ state: "detached" });
  expect(await date(page).inputValue()).toBe("");
  expect(await file(household)).toMatchObject({ kind: "destitute" });
  expect(watched.problems()).toEqual([]);
});
