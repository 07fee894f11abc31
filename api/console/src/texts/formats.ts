import { civilDateOf } from "@jingzhun/ledger";
import type { Language } from "./text.ts";

/** Everything on the chain is dated in this zone (DOMAIN, two times). */
const ZONE = "Asia/Shanghai";
const LOCALES = { zh: "zh-CN", en: "en-GB" } as const;

/** Fen as yuan with two digits, by integers alone: 1234567 → `12,345.67`. */
export function yuanOf(fen: number): string {
  const sign = fen < 0 ? "-" : "";
  const digits = String(Math.abs(fen)).padStart(3, "0");
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${sign}${yuan}.${digits.slice(-2)}`;
}

/** Amount with its unit, for sentences. */
export function moneyOf(fen: number, language: Language): string {
  return language === "zh" ? `${yuanOf(fen)} 元` : `¥ ${yuanOf(fen)}`;
}

export function timeOf(ms: number, language: Language): string {
  const format = { dateStyle: "medium", timeStyle: "medium", timeZone: ZONE, hour12: false } as const;
  return new Intl.DateTimeFormat(LOCALES[language], format).format(ms);
}

export function dateOf(civil: string, language: Language): string {
  const at = Date.parse(`${civil}T00:00:00Z`);
  if (Number.isNaN(at)) return civil;
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "medium", timeZone: "UTC" }).format(at);
}

export function numberOf(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language]).format(value);
}

/** The beginning of a hash, for lists; the whole belongs in a title or beside a copy button. */
export function shortHash(hash: string): string {
  return hash.length > 12 ? `${hash.slice(0, 10)}…` : hash;
}

/** The year of a time (ms UTC), where everything is dated. */
export function yearOf(time: number): number {
  return Number(civilDateOf(time).slice(0, 4));
}
