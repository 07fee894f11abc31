import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser } from "./chromium.ts";
import { examples } from "./examples.ts";
import { charactersWithoutFont } from "./fonts.ts";
import { type OfferedRole, signInAs } from "./people.ts";
import { settled } from "./settled.ts";
import { type PageOptions, WatchedPage } from "./watched-page.ts";

/** JINGZHUN_SCREENSHOTS=docs/images npm run test:browser -- pictures: makes the README's pictures anew. */
const folder = process.env["JINGZHUN_SCREENSHOTS"];
/** bytes of a picture: so that the README's page opens soon on a slow line */
const PICTURE_BYTES_MAX = 200_000;

/** A picture, who looks, at which route's example, and the heading that it begins with. */
const PICTURES: readonly (PageOptions & {
  name: string;
  role: OfferedRole;
  route: string;
  from?: string;
})[] = [
  { name: "overview", role: "county_officer", route: "/overview", from: "建档状态" },
  { name: "household", role: "county_officer", route: "/households/:household", from: "基本信息" },
  { name: "payment", role: "auditor", route: "/funds/payments/:household/:n" },
  { name: "phone-home", role: "village_clerk", route: "/", size: "phone" },
  { name: "phone-service", role: "cadre", route: "/services/new", size: "phone" },
  { name: "phone-dark", role: "county_officer", route: "/overview", size: "phone", scheme: "dark" },
];

let browser: Browser;
let addresses: Awaited<ReturnType<typeof examples>>;

beforeAll(async () => {
  if (folder === undefined) return;
  [browser, addresses] = await Promise.all([launchBrowser(inject("browser")), examples()]);
});
afterAll(async () => {
  await browser?.close();
});

for (const { name, role, route, from, size, scheme } of PICTURES) {
  test.runIf(folder !== undefined)(`picture: ${name}`, async () => {
    await using watched = await WatchedPage.open(browser, {
      ...(size === undefined ? {} : { size }),
      ...(scheme === undefined ? {} : { scheme }),
    });
    const { page } = watched;
    await signInAs(watched, role);
    await page.goto(addresses[route]?.[0] ?? route);
    await settled(page);
    expect(await charactersWithoutFont(page)).toEqual([]);
    if (from !== undefined)
      await page.getByRole("heading", { name: from }).evaluate((heading) => {
        // Below the page's own head, which stays at the top.
        const head = document.querySelector(".header")?.getBoundingClientRect().height ?? 0;
        window.scrollTo(0, heading.getBoundingClientRect().top - head - 40);
      });
    const path = join(resolve(folder!), `${name}.png`);
    await page.screenshot({ path, animations: "disabled" });
    expect(statSync(path).size).toBeLessThan(PICTURE_BYTES_MAX);
    expect(watched.problems()).toEqual([]);
  });
}
