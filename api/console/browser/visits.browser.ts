import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { PAGES } from "../src/app/routes.ts";
import { appTexts } from "../src/app/texts.ts";
import { actionTexts } from "../src/pages/actions/texts.ts";
import { violations } from "./accessibility.ts";
import { launchBrowser } from "./chromium.ts";
import { examples } from "./examples.ts";
import { charactersWithoutFont } from "./fonts.ts";
import { OFFERED_ROLES, type OfferedRole, signInAs } from "./people.ts";
import { goWithin, settled } from "./settled.ts";
import { type Scheme, SIZES, type Size, WatchedPage } from "./watched-page.ts";

/** Between them the two sizes show every page in both schemes' colours. */
const SCHEME_AT: { readonly [size in Size]: Scheme } = { desktop: "light", phone: "dark" };
/** What stands in the place of a page's content when its address names nothing. */
const NOTHING_THERE = [appTexts.notFoundHint.zh, actionTexts.unknown.zh];

let browser: Browser;
let addresses: { readonly [route: string]: readonly string[] };
const visits = new Map<string, number>();

beforeAll(async () => {
  [browser, addresses] = await Promise.all([launchBrowser(inject("browser")), examples()]);
});
afterAll(async () => {
  await browser?.close();
  const counts = [...visits].map(([where, count]) => `${count} ${where}`).join(", ");
  console.log(`${PAGES.length} routes of the console visited: ${counts}`);
});

function addressesOf(route: string): readonly string[] {
  const given = addresses[route];
  if (given !== undefined) return given;
  if (/[:*]/.test(route)) throw new Error(`${route} names something: give an address of it in examples.ts`);
  return [route];
}

/** Says what is wrong with the page that is shown. With axe, which takes longer than all else, where asked to. */
async function wrongWith(
  watched: WatchedPage,
  address: string,
  { axe }: { axe: boolean },
): Promise<string[]> {
  const { page } = watched;
  await settled(page);
  const wrong = axe ? await violations(page) : [];
  const { text, wide, room } = await page.evaluate(() => ({
    text: document.querySelector("main")?.textContent ?? "",
    wide: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
  }));
  if (wide > room) wrong.push(`scrolls sideways: ${wide} px in ${room}`);
  for (const words of NOTHING_THERE) if (text.includes(words)) wrong.push(`shows: ${words}`);
  for (const told of await page.locator("main .ant-alert-error").allTextContents())
    wrong.push(`shows: ${told}`);
  const missing = await charactersWithoutFont(page);
  if (missing.length > 0) wrong.push(`no font for ${missing.join("")}`);
  return [...wrong, ...watched.problems()].map((problem) => `${address}: ${problem}`);
}

interface Way {
  size: Size;
  /** In the report. */
  name: string;
  axe: boolean;
}

async function visitAll(watched: WatchedPage, routes: readonly string[], { size, name, axe }: Way) {
  const wrong: string[] = [];
  for (const route of routes) {
    for (const [i, address] of addressesOf(route).entries()) {
      // Typed on the desktop; on the phone as links lead there, which is quicker.
      if (size === "desktop" || i > 0) await watched.page.goto(address);
      else await goWithin(watched.page, address);
      wrong.push(...(await wrongWith(watched, address, { axe })));
      visits.set(name, (visits.get(name) ?? 0) + 1);
    }
  }
  expect(wrong).toEqual([]);
}

/** Parts that are the same for everybody: one visitor's visit will do. */
const SAME_FOR_ALL = /^\/(explorer|records)/;

/** Who visits a page: the county's officer sees most; else the first role that has use for it. */
function visitorOf(roles: readonly string[] | undefined): OfferedRole {
  if (roles === undefined || roles.includes("county_officer")) return "county_officer";
  const role = OFFERED_ROLES.find((each) => roles.includes(each));
  if (role === undefined) throw new Error(`no role that the picker offers has use for a page of ${roles}`);
  return role;
}

for (const size of Object.keys(SIZES) as Size[]) {
  const scheme = SCHEME_AT[size];
  const name = `at ${SIZES[size].width}×${SIZES[size].height} ${scheme}`;
  const closed = PAGES.filter(({ open }) => open !== true);
  for (const [role, pages] of Map.groupBy(closed, ({ roles }) => visitorOf(roles))) {
    test(`every page for a ${role} is in order ${name}`, async () => {
      await using watched = await WatchedPage.open(browser, { size, scheme });
      await signInAs(watched, role);
      const routes = pages.map(({ path }) => path);
      // The start page is where signing in left off.
      await visitAll(watched, [...routes.filter((path) => path !== "/"), "/"], { size, name, axe: true });
    }, 120_000);
  }

  test(`the pages open to everybody and the one to sign in are in order ${name}`, async () => {
    await using watched = await WatchedPage.open(browser, { size, scheme });
    await watched.page.goto("/actions");
    expect(await wrongWith(watched, "signing in", { axe: true })).toEqual([]);
    const routes = PAGES.filter(({ open }) => open === true).map(({ path }) => path);
    await visitAll(watched, routes, { size, name, axe: true });
  });
}

for (const role of OFFERED_ROLES.filter((each) => each !== "county_officer")) {
  test(`a ${role} finds the pages of the menu in order`, async () => {
    await using watched = await WatchedPage.open(browser, { size: "phone" });
    await signInAs(watched, role);
    const routes = PAGES.filter(
      ({ path, navigation, open, roles }) =>
        path !== "/" &&
        !SAME_FOR_ALL.test(path) &&
        navigation !== undefined &&
        open !== true &&
        (roles?.includes(role) ?? true),
    ).map(({ path }) => path);
    await visitAll(watched, [...routes, "/"], { size: "phone", name: "as other roles", axe: false });
  });
}
