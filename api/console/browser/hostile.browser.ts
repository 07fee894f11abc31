import { createClient } from "@jingzhun/client-sdk";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { actionTexts } from "../src/pages/actions/texts.ts";
import { serviceTexts } from "../src/pages/services/texts.ts";
import { FINAL_MS } from "./action-form.ts";
import { launchBrowser } from "./chromium.ts";
import { clientOf } from "./examples.ts";
import { signInAs } from "./people.ts";
import { content, openOwn } from "./service-form.ts";
import { settled } from "./settled.ts";
import { testnet } from "./testnet.ts";
import { WatchedPage } from "./watched-page.ts";

/** What an enemy or a clumsy hand does to a page. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser(inject("browser"));
});
afterAll(() => browser?.close());

/** The quick record of the first of the cadre's own households, filled in; answers that household. */
async function fillIn(page: Page, text: string): Promise<string> {
  const household = await openOwn(page);
  await page.getByLabel("入户走访").check();
  await content(page).fill(text);
  return household;
}

const submit = (page: Page) => page.getByRole("button", { name: serviceTexts.submit.zh });

/** How many service acts of the household say so. */
async function written(household: string, text: string): Promise<number> {
  const auditor = await clientOf("auditor");
  const query = { limit: 50 };
  const { items } = await auditor.call("services.ofHousehold", { params: { household }, query });
  return items.filter((item) => item.content === text).length;
}

test("what looks like a program is text, wherever it is shown", async () => {
  await using watched = await WatchedPage.open(browser, { size: "phone" });
  const { page } = watched;
  await signInAs(watched, "cadre");
  const text = `<img src=x onerror="window.taken=1"><script>window.taken=1</script>{{7*7}}${"很长".repeat(60)}`;
  const household = await fillIn(page, text);
  await submit(page).click();
  await page.getByText(actionTexts.applied.zh).waitFor({ timeout: FINAL_MS });
  for (const path of [`/services?operator=`, `/services/${household}/1`, `/households/${household}`]) {
    await page.goto(path);
    await settled(page);
    expect(await page.evaluate(() => (window as unknown as { taken?: number }).taken), path).toBeUndefined();
    // Nothing sticks out of a phone's page.
    const [inner, outer] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(inner, path).toBe(outer);
  }
  expect(await written(household, text)).toBe(1);
  expect(watched.problems().filter((problem) => !/: 40[34]$/.test(problem))).toEqual([]);
});

test("pressing twice sends once", async () => {
  await using watched = await WatchedPage.open(browser);
  const { page } = watched;
  await signInAs(watched, "cadre");
  const text = "连按两次提交（演示数据）";
  const household = await fillIn(page, text);
  await submit(page).dblclick();
  await page.getByText(actionTexts.applied.zh).waitFor({ timeout: FINAL_MS });
  expect(await written(household, text)).toBe(1);
});

test("an address that leads nowhere says so in Chinese", async () => {
  await using watched = await WatchedPage.open(browser);
  const { page } = watched;
  watched.expect(/: 404$/);
  await signInAs(watched, "auditor");
  const household = `H${"0".repeat(16)}G`;
  for (const path of [
    "/nowhere",
    "/households/%3Cscript%3E",
    `/households/${household}`,
    `/services/${household}/1e3`,
    `/funds/payments/${household}/9999999`,
    "/explorer/blocks/-1",
    "/explorer/blocks/99999999",
    "/explorer/transactions/xyz",
    "/records/no/such/record",
    `/record-lists/${"x".repeat(300)}`,
    "/actions/no.such",
  ]) {
    await page.goto(path);
    await settled(page);
    const main = (await page.locator("main").textContent()) ?? "";
    expect(main, path).toMatch(/没有|不存在|找不到|未找到|不是|无法|不合要求|请输入/);
    expect(watched.problems(), path).toEqual([]);
  }
});

test("without a quorum nothing is said to be done, what was sent isn't lost, and it is done once they are back", async () => {
  await using watched = await WatchedPage.open(browser);
  const { page } = watched;
  await signInAs(watched, "cadre");
  const text = "两个节点停机时提交（演示数据）";
  const household = await fillIn(page, text);
  try {
    await Promise.all([testnet("stop-node", "2"), testnet("stop-node", "3")]);
    await submit(page).click();
    // The page's own node knows that nothing can be decided.
    const { urls } = inject("network");
    const node = createClient({ urls: urls.slice(0, 1) });
    const problems = async () => (await node.call("status.get", {})).problems.map(({ code }) => code);
    await expect.poll(problems, { timeout: 30_000 }).toContain("node.no_quorum");
    expect(await page.getByText(actionTexts.applied.zh).isVisible()).toBe(false);
  } finally {
    await Promise.all([testnet("start-node", "2"), testnet("start-node", "3")]);
  }
  await page.getByText(actionTexts.applied.zh).waitFor({ timeout: 60_000 });
  expect(await written(household, text)).toBe(1);
}, 120_000);
