import type { Language } from "../../texts/text.ts";

/** A problem's remedy in one language: nodes write it as `中文 / English`. Whole where it isn't so. */
export function remedyIn(language: Language, remedy: string): string {
  const at = remedy.indexOf(" / ");
  if (at < 0 || !/[\u4e00-\u9fff]/.test(remedy.slice(0, at))) return remedy;
  const [zh, en] = [remedy.slice(0, at), remedy.slice(at + 3)];
  return language === "zh" ? zh : en;
}
