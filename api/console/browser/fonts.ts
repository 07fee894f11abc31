import type { Page } from "playwright-core";

/**
 * Chinese characters shown that no loaded part of the console's own font covers: on a machine without a Chinese font
 * they are empty boxes. Also those in drawings, by the words that stand for them, and in empty fields.
 */
export function charactersWithoutFont(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const covered = [...document.fonts]
      .filter(({ family, status }) => family.includes("Noto Sans SC") && status === "loaded")
      .flatMap(({ unicodeRange }) => unicodeRange.split(","))
      .map((range) => {
        const [from = "", to = from] = range.trim().replace(/^U\+/i, "").split("-");
        return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
      });
    const missing = new Set<string>();
    const look = (element: Element, text: string) => {
      if (!element.checkVisibility({ visibilityProperty: true })) return;
      const asked = getComputedStyle(element).fontFamily.includes("Noto Sans SC");
      for (const character of text.match(/\p{Script=Han}/gu) ?? []) {
        const code = character.codePointAt(0)!;
        if (!asked || !covered.some(([from, to]) => from <= code && code <= to)) missing.add(character);
      }
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const element = node.parentElement!;
      if (element.closest("script, noscript, option, datalist") === null) look(element, node.nodeValue ?? "");
    }
    for (const select of document.querySelectorAll("select"))
      look(select, select.selectedOptions[0]?.text ?? "");
    for (const field of document.querySelectorAll("input, textarea"))
      look(field, `${field.getAttribute("placeholder") ?? ""}${(field as HTMLInputElement).value}`);
    for (const drawing of document.querySelectorAll("[role=img]:has(canvas)"))
      look(drawing, drawing.getAttribute("aria-label") ?? "");
    return [...missing];
  });
}
