import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { actionTexts } from "../src/pages/actions/texts.ts";
import { serviceTexts } from "../src/pages/services/texts.ts";
import { launchBrowser } from "./chromium.ts";
import { signInAs } from "./people.ts";
import { content, openOwn } from "./service-form.ts";
import { WatchedPage } from "./watched-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser(inject("browser"));
});
afterAll(() => browser?.close());

const TYPED = "看望老人，核对务工情况";
const storage = (page: Page) => page.evaluate(() => JSON.stringify({ ...localStorage }));
const drafts = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("jingzhun/draft/")).length);

test("a cadre records a service for a household of their own with three clicks and a sentence", async () => {
  await using watched = await WatchedPage.open(browser, { size: "phone" });
  const { page } = watched;
  await signInAs(watched, "cadre");
  await openOwn(page);
  await page.getByLabel("入户走访").check();
  await content(page).fill("看");
  await page.locator(".field-error", { hasText: "至少 2 个字" }).waitFor();
  await content(page).fill(TYPED);
  await page.getByRole("button", { name: serviceTexts.submit.zh }).click();
  await page.getByText(actionTexts.applied.zh).waitFor();
  await page.getByRole("link", { name: serviceTexts.see.zh }).click();
  await page.getByText(TYPED).first().waitFor();
  expect(await drafts(page)).toBe(0);
  expect(watched.problems()).toEqual([]);
});

test("what was typed outlives a reload, can't be read in the browser's storage, and goes with signing out", async () => {
  await using watched = await WatchedPage.open(browser);
  const { page } = watched;
  await signInAs(watched, "cadre");
  await openOwn(page);
  await content(page).fill(TYPED);
  await page.getByLabel("代办事务").check();
  await page.waitForFunction(() =>
    Object.keys(localStorage).some((key) => key.startsWith("jingzhun/draft/")),
  );
  expect(await storage(page)).not.toMatch(/看望老人|paperwork/);
  await page.reload();
  await content(page).waitFor();
  expect(await content(page).inputValue()).toBe(TYPED);
  expect(await page.getByLabel("代办事务").isChecked()).toBe(true);
  expect(await drafts(page)).toBe(1);

  page.once("dialog", (dialog) => void dialog.dismiss());
  await page.getByRole("button", { name: "退出" }).click();
  expect(await drafts(page)).toBe(1);
  page.once("dialog", (dialog) => void dialog.accept());
  await page.getByRole("button", { name: "退出" }).click();
  await page.locator(".role-picker").waitFor();
  await page.waitForFunction(
    () => !Object.keys(localStorage).some((key) => key.startsWith("jingzhun/draft/")),
  );
  expect(watched.problems()).toEqual([]);
});
