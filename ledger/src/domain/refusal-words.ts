import type { Value } from "../bytes/codec.ts";
import { CODE_LISTS, codeEntry, codeLabel } from "./codes/index.ts";

type Language = "zh" | "en";

const LEVELS: { readonly [level: string]: { readonly zh: string; readonly en: string } } = {
  nation: { zh: "国家", en: "the nation" },
  province: { zh: "省", en: "province" },
  city: { zh: "市（州）", en: "city or prefecture" },
  county: { zh: "县", en: "county" },
  township: { zh: "乡镇", en: "township" },
  village: { zh: "村", en: "village" },
};

/** Code lists that a refusal's value of this name may be of, by the name. */
const LISTS: { readonly [name: string]: readonly string[] } = {
  role: ["role"],
  roles: ["role"],
  kinds: ["organisation_kind", "household_kind"],
  purpose: ["fund_purpose"],
  source: ["fund_source"],
  state: ["registration_state", "payment_state", "correction_state", "existence_state"],
};

/** Several lists have states of the same name; the code of the refusal says whose it is. */
function listsFor(code: string, name: string): readonly string[] {
  const lists = LISTS[name] ?? [];
  if (name !== "state") return lists;
  const own = code.startsWith("fund.")
    ? "payment_state"
    : code.startsWith("correction.")
      ? "correction_state"
      : "";
  // Who applies for money for a household in the wrong state is told of the household.
  if (code === "fund.household_state" || !lists.includes(own)) return lists;
  return [own, ...lists];
}

function word(code: string, name: string, id: string, language: Language): string {
  for (const list of listsFor(code, name)) {
    const known = CODE_LISTS.get(list);
    if (known !== undefined && codeEntry(known, id) !== undefined) return codeLabel(known, id, language);
  }
  return id;
}

/**
 * A value of a refusal as its text says it: codes by their labels, several separated by the language's comma, levels of
 * divisions by name, fen as yuan. Whatever else it is stays as it is; undefined for what no text can hold.
 */
export function refusalWord(
  code: string,
  name: string,
  value: Value,
  language: Language,
): string | undefined {
  if (typeof value === "object" && value !== null) return undefined;
  if (name.endsWith("Fen") && typeof value === "number") {
    const fen = Math.abs(value);
    return `${value < 0 ? "-" : ""}${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
  }
  if (typeof value !== "string") return String(value);
  if (name === "level") return LEVELS[value]?.[language] ?? value;
  if (LISTS[name] === undefined) return value;
  return value
    .split(", ")
    .map((id) => word(code, name, id, language))
    .join(language === "zh" ? "、" : ", ");
}
