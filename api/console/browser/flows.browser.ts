import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { ActionForm } from "./action-form.ts";
import { launchBrowser } from "./chromium.ts";
import { clientOf } from "./examples.ts";
import { type OfferedRole, signInAs, signInByName } from "./people.ts";
import { goWithin, settled } from "./settled.ts";
import { testnet } from "./testnet.ts";
import { WatchedPage } from "./watched-page.ts";

const VILLAGE = "433124110226";
const SHANGHAI_MS = 8 * 3_600_000;
/** ms after which the console begins to load its other parts (app/pages.tsx) */
const LOAD_AHEAD_MS = 3_000;
const date = new Date(Date.now() + SHANGHAI_MS).toISOString().slice(0, 10);

let browser: Browser;
/** People at their desks, each with a browser of their own. */
const desks = new Map<string, WatchedPage>();

beforeAll(async () => {
  browser = await launchBrowser(inject("browser"));
});
afterEach(async ({ task }) => {
  // What a failed test leaves to look at: each page as it stood.
  if (task.result?.state === "fail")
    for (const [who, { page }] of desks)
      await page.screenshot({ path: `.ci/results/browser-${who}.png`, fullPage: true });
  const wrong = [...desks].flatMap(([who, watched]) =>
    watched.problems().map((problem) => `${who}: ${problem}`),
  );
  expect(wrong).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
});

async function deskOf(who: string, enter: (watched: WatchedPage) => Promise<void>): Promise<WatchedPage> {
  let watched = desks.get(who);
  if (watched === undefined) {
    watched = await WatchedPage.open(browser);
    desks.set(who, watched);
    await enter(watched);
  }
  return watched;
}
const as = (role: OfferedRole) => deskOf(role, (watched) => signInAs(watched, role));
const asNamed = (name: string) => deskOf(name, (watched) => signInByName(watched, name));

/** A clerk opens the file of a household of one; returns its id. */
async function register(): Promise<string> {
  const { page } = await as("village_clerk");
  const form = await ActionForm.open(page, "household.register");
  const household = await form.field("householdId").inputValue();
  expect(household).toMatch(/^H[0-9A-Z]{17}$/);
  // Whoever works for one village writes about that village.
  expect(await form.field("division").inputValue()).toBe(VILLAGE);
  await form.choose("standard", "国定标准");
  await form.choose("kind", "一般脱贫户");
  await form.choose("cause.main", "因病");
  await form.choose("members.0.restricted.relation", "本人或户主");
  await form.choose("members.0.restricted.sex", "女");
  await form.type("members.0.restricted.birthDate", "1968-05-01");
  await form.choose("members.0.restricted.ethnicGroup", "苗族");
  await form.tick("members.0.restricted.health", "健康");
  await form.type("effectiveDate", date);
  await form.complete();
  return household;
}

async function approve(household: string): Promise<void> {
  const { page } = await as("county_officer");
  await (await ActionForm.open(page, "household.approve", { householdId: household })).confirm();
}

let household: string;

test("a household is registered, approved, and corrected by two persons; its history shows it, its proof holds", async () => {
  household = await register();
  await approve(household);

  const { page: township } = await as("township_officer");
  const correction = await ActionForm.open(township, "household.requestCorrection", {
    householdId: household,
  });
  await correction.type("reason", "低保证明已核实（演示数据）");
  await correction.press("填写公开内容");
  await correction.choose("open.kind", "低保脱贫户");
  await correction.complete();

  const desk = await as("county_officer");
  const { page: county } = desk;
  // Nobody has recorded its income or who is in charge: the node says that there is nothing.
  desk.expect(/(\/restricted|assignments).*: 404$/);
  const decision = await ActionForm.open(county, "household.confirmCorrection", {
    householdId: household,
    n: "1",
  });
  await decision.field("accept").click();
  await county.locator(".ant-select-item-option", { hasText: "是" }).click();
  await decision.complete();

  await county.goto(`/households/${household}`);
  await settled(county);
  const file = county.locator("main .panel", { hasText: "基本信息" }).first();
  expect(await file.locator("dl").first().textContent()).toContain("低保脱贫户");
  await file.getByText("变更历史").last().click();
  await file.locator("li", { hasText: "类型：一般脱贫户 → 低保脱贫户" }).last().waitFor();
  await file.getByRole("button", { name: "核对证明" }).first().click();
  await file.getByText(/^核对无误/).waitFor();
}, 120_000);

test("money goes its way through four offices: applied for, approved, paid, confirmed by the bank", async () => {
  const officer = await clientOf("county_officer");
  const { items } = await officer.call("payments.list", { query: { division: VILLAGE, limit: 100 } });
  const education = items.find(({ purpose }) => purpose === "education")!;
  const payment = { householdId: household, n: "1" };

  const { page: township } = await as("township_officer");
  const application = await ActionForm.open(township, "fund.apply", {
    householdId: household,
    indicatorId: education.indicator,
  });
  await application.choose("purpose", "教育");
  await application.type("period", date.slice(0, 4));
  await application.type("amountFen", "3000");
  await application.type("entitlementDate", date);
  await application.complete();

  const { page: county } = await as("county_officer");
  await (await ActionForm.open(county, "fund.approve", payment)).confirm();

  const { page: finance } = await as("finance_officer");
  const paying = await ActionForm.open(finance, "fund.pay", payment);
  await paying.type("voucher", "演示凭证-0001");
  await paying.type("bank", "huayuan-bank");
  await paying.type("paidOn", date);
  await paying.complete();

  const { page: bank } = await asNamed("花垣县代发银行（演示）管理员");
  await (await ActionForm.open(bank, "fund.acknowledge", payment)).complete();

  const { data } = await officer.call("payments.get", { params: { household, n: 1 } });
  expect(data).toMatchObject({ state: "acknowledged", amountFen: 300_000, bank: "huayuan-bank" });
  await county.goto(`/households/${household}`);
  await settled(county);
  expect(await county.locator("main").textContent()).toContain("3,000.00 元");
}, 120_000);

test("what the ledger refuses is told in Chinese at its field, and the form goes on from there", async () => {
  const officer = await clientOf("county_officer");
  const { items } = await officer.call("payments.list", { query: { division: VILLAGE, limit: 100 } });
  const { page } = await as("township_officer");
  const form = await ActionForm.open(page, "fund.apply", {
    householdId: household,
    indicatorId: items.find(({ purpose }) => purpose === "education")!.indicator,
  });
  await form.choose("purpose", "产业");
  await form.type("period", date.slice(0, 4));
  await form.type("amountFen", "3000");
  await form.type("entitlementDate", date);
  await form.press("核对");
  await form.error("purpose").filter({ hasText: "用途" }).waitFor();
  expect(await form.field("purpose").getAttribute("aria-invalid")).toBe("true");
  expect(await page.locator("main .ant-alert-error").textContent()).toContain("有 1 处需要修改");
  await form.choose("purpose", "教育");
  expect(await form.field("purpose").getAttribute("aria-invalid")).toBe("false");
  await form.press("核对");
  await page.getByRole("button", { name: "签名并提交" }).waitFor();
});

test("a connection that is lost says so and loses nothing that was typed, nor does a reload", async () => {
  const watched = await as("village_clerk");
  const { page } = watched;
  watched.expect(/net::ERR_INTERNET_DISCONNECTED/);
  const form = await ActionForm.open(page, "household.register");
  await page.context().setOffline(true);
  await page.getByText("连接中断").waitFor({ timeout: 30_000 });
  await form.type("cause.remark", "断网时填写（演示数据）");
  await form.press("核对");
  expect(await form.field("cause.remark").inputValue()).toBe("断网时填写（演示数据）");
  await page.context().setOffline(false);
  await page.getByText("连接中断").waitFor({ state: "detached", timeout: 30_000 });
  await page.reload();
  await page.getByText("已恢复上次未提交的内容").waitFor();
  expect(await form.field("cause.remark").inputValue()).toBe("断网时填写（演示数据）");
});

test("a token that has expired is renewed with the key, and the page stays what it was", async () => {
  const watched = await as("village_clerk");
  const { page } = watched;
  watched.expect(/: 401$/);
  const form = await ActionForm.open(page, "household.register");
  await form.type("cause.remark", "令牌过期前填写（演示数据）");
  const address = page.url();
  let refused = 0;
  page.on("response", (response) => {
    if (response.status() === 401) refused++;
  });
  let spoiled = false;
  await page.route(/\/v1\//, (route) => {
    const headers = route.request().headers();
    if (spoiled || headers["authorization"] === undefined) return route.continue();
    spoiled = true;
    // As one that the node no longer knows: it answers by itself.
    return route.continue({ headers: { ...headers, authorization: "Bearer expired" } });
  });
  // A division's name is read anew.
  await form.type("division", "433124110000");
  await page.getByText("双龙镇", { exact: true }).waitFor();
  await page.unroute(/\/v1\//);
  expect(refused).toBe(1);
  expect(page.url()).toBe(address);
  expect(await form.field("cause.remark").inputValue()).toBe("令牌过期前填写（演示数据）");
  expect(await page.getByRole("button", { name: "退出" }).isVisible()).toBe(true);
});

test("a receipt is exported, and anybody can check its text; one changed by a letter is refused", async () => {
  const officer = await clientOf("county_officer");
  const history = await officer.call("households.history", { params: { household } });
  const { page: county } = await as("county_officer");
  await county.goto(`/explorer/transactions/${history.items[0]!.txId}`);
  await settled(county);
  const saved = county.waitForEvent("download");
  await county.getByRole("button", { name: "导出回执" }).click();
  const receipt = readFileSync(await (await saved).path(), "utf8");

  await using visitor = await WatchedPage.open(browser, { size: "phone" });
  const { page } = visitor;
  await page.goto("/public/receipt");
  await settled(page);
  const check = async (text: string) => {
    await page.getByLabel("或粘贴回执内容").fill(text);
    await page.getByRole("button", { name: "核对", exact: true }).click();
    return (await page.getByRole("alert").textContent()) ?? "";
  };
  expect(await check(receipt)).toContain("回执属实");
  // One letter within the seals or the header.
  const at = receipt.search(/[0-9a-f]{40}/) + 20;
  const changed = receipt.slice(0, at) + (receipt[at] === "0" ? "1" : "0") + receipt.slice(at + 1);
  expect(await check(changed)).toContain("回执不成立");
  expect(visitor.problems()).toEqual([]);
});

test("when the page's own node goes down, the page goes on by another", async () => {
  const { urls } = inject("network");
  const watched = await as("village_clerk");
  const { page } = watched;
  await page.goto("/");
  await settled(page);
  // The console's other parts are loaded ahead, so that they are there when their node isn't.
  await page.waitForFunction((aheadMs) => {
    const parts = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".js"));
    const last = Math.max(...parts.map((part) => part.startTime + part.duration));
    // One is asked for when the one before has come.
    return last > aheadMs && performance.now() - last > 1_000;
  }, LOAD_AHEAD_MS);
  // Whoever else has a page of this node open would see the same.
  for (const [who, other] of desks) {
    if (other === watched) continue;
    desks.delete(who);
    await other[Symbol.asyncDispose]();
  }
  watched.expect(new RegExp(`${urls[0]}.*net::ERR_`));
  try {
    await testnet("stop-node", "0");
    await goWithin(page, "/households");
    await settled(page);
    await page
      .getByRole("link", { name: /^H[0-9A-Z]{17}$/ })
      .first()
      .waitFor();
    await page.getByText(/^节点正常/).waitFor();
    await goWithin(page, `/actions/household.assignResponsible?householdId=${household}`);
    await settled(page);
    expect(await page.locator("main form").isVisible()).toBe(true);
  } finally {
    await testnet("start-node", "0");
  }
}, 120_000);
