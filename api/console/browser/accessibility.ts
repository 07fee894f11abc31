import axe from "axe-core";
import type { Page } from "playwright-core";

/** WCAG 2.2 to level AA, and what the makers of axe hold for good practice. */
const RULES: axe.RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  // Of WCAG 2.2; axe leaves it off until more ask for it.
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
  // What it would fetch again for rules that we have no use for (media, stylesheets of others).
  preload: false,
  // Nor for addresses of what it finds: we tell the elements themselves.
  selectors: false,
  iframes: false,
};

/** What axe finds, a line for each rule: what is wrong, with how many elements, the first of them. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (options) => (window as unknown as { axe: typeof axe }).axe.run(document, options),
    RULES,
  );
  return violations.map(({ id, nodes }) => {
    const { failureSummary = "", html = "" } = nodes[0] ?? {};
    const why = failureSummary.split("\n").at(1)?.trim() ?? "";
    return `axe ${id}, ${nodes.length}×: ${why} ${html.slice(0, 200)}`;
  });
}
