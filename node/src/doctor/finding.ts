/** One thing that `jingzhun doctor` looked at. */
export interface Finding {
  /** stable name: `port.api` */
  readonly check: string;
  /** `warning` is worth knowing and doesn't make the node unhealthy */
  readonly level: "ok" | "warning" | "problem";
  readonly zh: string;
  readonly en: string;
  /** what to do; absent when all is well */
  readonly remedy?: { readonly zh: string; readonly en: string };
}

export function ok(check: string, zh: string, en: string): Finding {
  return { check, level: "ok", zh, en };
}

export function bad(
  level: "warning" | "problem",
  check: string,
  [zh, en]: readonly [string, string],
  [remedyZh, remedyEn]: readonly [string, string],
): Finding {
  return { check, level, zh, en, remedy: { zh: remedyZh, en: remedyEn } };
}
