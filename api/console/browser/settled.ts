import type { Page } from "playwright-core";

/** Resolves when the page shows what it has to show: its heading, nothing that still loads, its fonts. */
export async function settled(page: Page): Promise<void> {
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(
    () => document.querySelector(".state-loading, .ant-spin-spinning, .ant-btn-loading, .starting") === null,
  );
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  });
}

/** Goes to a page of another route as a link within the console does: without loading the console anew. */
export async function goWithin(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    // React puts another page's heading in its place.
    document.querySelector("main h1")?.setAttribute("data-left", "");
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate", { state: null }));
  }, address);
  await page.locator("main h1:not([data-left])").first().waitFor();
}
