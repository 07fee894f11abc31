import type { Locator, Page } from "playwright-core";
import { settled } from "./settled.ts";

/** What was done, in a sentence. */
export function content(page: Page): Locator {
  return page.locator("textarea[id$=-content]");
}

/** From a cadre's start page to the first of their own households: one click. Answers its id. */
export async function openOwn(page: Page): Promise<string> {
  await page.locator("section[aria-labelledby=own-households] a.card-link").first().click();
  await content(page).waitFor();
  await settled(page);
  return /H[0-9A-Z]{17}/.exec(page.url())![0];
}
