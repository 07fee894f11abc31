import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { roleName } from "../src/texts/roles.ts";
import { ActionForm, DONE, FINAL_MS } from "./action-form.ts";
import { launchBrowser } from "./chromium.ts";
import { Clicks } from "./clicks.ts";
import { clientOf } from "./examples.ts";
import { type OfferedRole, signInAs } from "./people.ts";
import { settled } from "./settled.ts";
import { WatchedPage } from "./watched-page.ts";

/** The main act of each role, from its start page, by clicks alone; docs/console.md lists the same clicks. */

const MOST_CLICKS = 3;
const GUIDE = new URL("../../../docs/console.md", import.meta.url);

let browser: Browser;
const rows: string[] = [];
beforeAll(async () => {
  browser = await launchBrowser(inject("browser"));
});
afterAll(async () => {
  await browser?.close();
  console.log(rows.join("\n"));
});

async function firstTask(
  role: OfferedRole,
  act: string,
  way: (page: Page, clicks: Clicks) => Promise<void>,
): Promise<void> {
  await using watched = await WatchedPage.open(browser);
  await signInAs(watched, role);
  const clicks = new Clicks();
  try {
    await way(watched.page, clicks);
  } catch (error) {
    await watched.page.screenshot({ path: `.ci/results/browser-first-${role}.png`, fullPage: true });
    throw error;
  }
  expect(watched.problems()).toEqual([]);
  const row = `| ${roleName(role, "zh")} | ${act} | ${clicks.count} | ${clicks.words} |`;
  rows.push(row);
  expect(clicks.count, row).toBeLessThanOrEqual(MOST_CLICKS);
  expect(readFileSync(GUIDE, "utf8").split("\n")).toContain(row);
}

const task = (page: Page, title: string) =>
  page.locator("section[aria-labelledby=tasks] a.card-link", { hasText: title });
const waiting = (page: Page, title: string) =>
  page.locator("section[aria-labelledby=waiting] a.card-link", { hasText: title });
const view = (page: Page, title: string) =>
  page.locator("section[aria-labelledby=views] a.card-link", { hasText: title });
const button = (page: Page, name: string) =>
  page.locator("main, .ant-modal").getByRole("button", { name, exact: true });
const done = (page: Page) => page.getByText(DONE).first().waitFor({ timeout: FINAL_MS });

/** Checks, signs, waits: the end of every form. */
async function finish(page: Page, clicks: Clicks): Promise<void> {
  await clicks.on(button(page, "核对"), "核对");
  await button(page, "签名并提交").waitFor();
  await clicks.on(button(page, "签名并提交"), "签名并提交");
  await done(page);
}

const today = async () => (await clientOf("county_officer")).today();
let household: string;

test("a village clerk applies for a household's file", async () => {
  const date = await today();
  await firstTask("village_clerk", "建档申请", async (page, clicks) => {
    await clicks.on(task(page, "建档申请"), "建档申请");
    const form = await ActionForm.on(page);
    household = await form.field("householdId").inputValue();
    await form.choose("standard", "国定标准");
    await form.choose("kind", "一般脱贫户");
    await form.choose("cause.main", "因病");
    await form.choose("members.0.restricted.relation", "本人或户主");
    await form.choose("members.0.restricted.sex", "男");
    await form.type("members.0.restricted.birthDate", "1959-03-02");
    await form.choose("members.0.restricted.ethnicGroup", "苗族");
    await form.tick("members.0.restricted.health", "健康");
    await form.type("effectiveDate", date);
    await finish(page, clicks);
  });
});

test("a county officer approves it from the list of those that wait", async () => {
  await firstTask("county_officer", "县级审批建档", async (page, clicks) => {
    await clicks.on(waiting(page, "待审批建档"), "待审批建档");
    const row = page.locator("main tr", { hasText: household });
    await clicks.on(row.getByRole("link", { name: "县级审批建档" }), "县级审批建档");
    // Nothing is left to fill in, so the check has been made.
    await clicks.on(button(page, "签名并提交"), "签名并提交");
    await done(page);
  });
});

test("a township officer puts a cadre in charge of it", async () => {
  const date = await today();
  await firstTask("township_officer", "指定帮扶责任人", async (page, clicks) => {
    await clicks.on(task(page, "指定帮扶责任人"), "指定帮扶责任人");
    const form = await ActionForm.on(page);
    await form.type("householdId", household);
    await form.type("operator", "cadre-433124110226-1");
    await form.type("from", date);
    await finish(page, clicks);
  });
});

test("a cadre records a visit", async () => {
  await firstTask("cadre", "记录帮扶服务", async (page, clicks) => {
    await clicks.on(page.locator("section[aria-labelledby=own-households] a.card-link"), "某一户");
    await page.getByLabel("入户走访").waitFor();
    await settled(page);
    await clicks.on(page.getByLabel("入户走访"), "入户走访");
    await page.locator("textarea[id$=-content]").fill("入户走访，了解近况");
    await clicks.on(button(page, "签名并提交"), "签名并提交");
    await done(page);
  });
});

test("a finance approver approves an application for money", async () => {
  await firstTask("finance_approver", "审批资金", async (page, clicks) => {
    await clicks.on(waiting(page, "待审批"), "待审批");
    await clicks.on(page.locator("main").getByRole("button", { name: /^批准/ }), "批准");
    await clicks.on(button(page, "签名并提交"), "签名并提交");
    await done(page);
  });
});

test("a finance officer pays", async () => {
  await firstTask("finance_officer", "拨付资金", async (page, clicks) => {
    await clicks.on(waiting(page, "待拨付"), "待拨付");
    await clicks.on(page.locator("main").getByRole("button", { name: /^拨付/ }), "拨付");
    await page.locator(".ant-modal").getByLabel("国库凭证号").fill("演示凭证-0100");
    await clicks.on(button(page, "签名并提交"), "签名并提交");
    await done(page);
  });
});

test("an auditor sees through whose hands a payment went", async () => {
  await firstTask("auditor", "追查一笔资金由谁经手", async (page, clicks) => {
    await clicks.on(view(page, "县级总览"), "县级总览");
    await clicks.on(page.locator("main").locator('a[href$="paid=1"]'), "已拨付");
    await clicks.on(page.locator("main").getByRole("link", { name: /第 1 笔/ }), "某一笔");
    await settled(page);
    await page.getByText("审批通过，资金占用").first().waitFor();
  });
});

test("a director sees the county at a glance, and who is behind a figure", async () => {
  await firstTask("director", "看全县情况和名单", async (page, clicks) => {
    await clicks.on(view(page, "县级总览"), "县级总览");
    const causes = page.locator("main section, main .panel").filter({ hasText: "主要致贫原因" }).last();
    await clicks.on(causes.locator("summary", { hasText: "表格" }), "主要致贫原因：表格");
    await clicks.on(causes.getByRole("link", { name: "因病" }), "因病");
    await page
      .getByRole("link", { name: /^H[0-9A-Z]{17}$/ })
      .first()
      .waitFor();
    expect(new URL(page.url()).searchParams.get("cause")).toBe("illness");
  });
});

test("a villager confirms that the money has arrived", async () => {
  await firstTask("household", "确认到账", async (page, clicks) => {
    await clicks.on(waiting(page, "待确认到账"), "待确认到账");
    await clicks.on(page.locator("main").getByRole("button", { name: /^确认到账/ }), "确认到账");
    await clicks.on(button(page, "签名并提交"), "签名并提交");
    await done(page);
  });
});
