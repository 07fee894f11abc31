import { JzError, refusalWord, type Value } from "@jingzhun/ledger";
import type { RefusalData } from "./node-access.ts";

interface Both {
  zh: string;
  en: string;
}

/** A code's text: what happened, and what to do about it. `{name}` is filled in from the error's values. */
export interface ProblemText extends Both {
  hint?: Both;
}
export type Catalogue = { readonly [code: string]: ProblemText };

/** An error with the HTTP status that it deserves, thrown by routes and middleware. */
export class HttpProblem extends JzError {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };

  constructor(
    status: number,
    code: string,
    path = "",
    values: { readonly [key: string]: Value } = {},
    headers: { readonly [name: string]: string } = {},
  ) {
    super(code, path, values);
    this.status = status;
    this.headers = headers;
  }
}

/** 429, to be tried again after so many milliseconds. */
export function rateLimited(waitMs: number): HttpProblem {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return new HttpProblem(
    429,
    "rate.limited",
    "",
    { retryAfter: seconds },
    { "Retry-After": String(seconds) },
  );
}

/** RFC 9457 problem details, with ours: both languages, what to do, and the values as data. */
export interface ProblemBody {
  /** `urn:jingzhun:problem:<code>`: the code is the identity; its page is `/docs#problems`. */
  type: string;
  /** In the language asked for by Accept-Language; Chinese unless English is preferred. */
  title: string;
  status: number;
  code: string;
  /** What is wrong: a field path such as `actions/0/amountFen`, or empty. */
  path: string;
  message: { zh: string; en: string };
  hint: { zh: string; en: string };
  values: { [key: string]: unknown };
}

/** The text with the error's values in it, in words where the ledger has some. */
function fill(text: Both, { code, values }: RefusalData): Both {
  const inWords = (language: "zh" | "en") =>
    text[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return value === undefined ? whole : (refusalWord(code, name, value, language) ?? whole);
    });
  return { zh: inWords("zh"), en: inWords("en") };
}

const NO_HINT = {
  zh: "请核对输入后重试；如仍失败，请把代码告诉管理员。",
  en: "Check the input and try again; if it still fails, tell your administrator the code.",
};

/** The text of an error in both languages: its code's, else its family's (`codec.*`), else the code itself. */
export function textOf(error: RefusalData, catalogue: Catalogue): Required<ProblemText> {
  const text = catalogue[error.code] ?? catalogue[`${error.code.split(".")[0]}.*`];
  if (text === undefined)
    return { zh: `操作被拒绝（${error.code}）`, en: `Refused (${error.code})`, hint: NO_HINT };
  const hint = text.hint ?? NO_HINT;
  return {
    ...fill(text, error),
    hint: fill(hint, error),
  };
}

/** Families of errors in which a node tells itself, its operator and its log what failed inside. */
const INTERNAL_FAMILIES: ReadonlySet<string> = new Set([
  "storage",
  "signatures",
  "signer",
  "wal",
  "execution",
]);
/** Likewise, in a family that also has refusals. */
const INTERNAL_CODES: ReadonlySet<string> = new Set([
  "attachment.damaged",
  "attachment.locked",
  "attachment.open",
  "attachment.write",
]);
/** Those among them that say the node is about to stop, or hasn't started yet: another node can serve now. */
const CLOSED = /\.(closed|locked)$/;

/**
 * The problem that a client hears of instead of an error inside the node (a disk, a worker, a closed store);
 * undefined for what the client itself can understand and change.
 */
export function internalProblem(code: string): HttpProblem | undefined {
  const family = code.split(".")[0] ?? "";
  if (!INTERNAL_FAMILIES.has(family) && !INTERNAL_CODES.has(code)) return undefined;
  return CLOSED.test(code) ? new HttpProblem(503, "not_ready") : new HttpProblem(500, "internal.error");
}

/** The status of a transaction's refusal: what the client did wrong, seen from HTTP. */
export function statusOfRefusal(code: string): number {
  if (code.startsWith("overloaded")) return 429;
  if (code.startsWith("permission.") || code === "restricted.refused") return 403;
  if (code.startsWith("codec.")) return 400;
  if (code === "attachment.wrong_node") return 421;
  if (code.endsWith(".too_large")) return 413;
  if (code === "version.conflict") return 409;
  return 422;
}

/** True when the caller prefers English to Chinese. */
export function prefersEnglish(acceptLanguage: string): boolean {
  const first = acceptLanguage.split(",")[0]?.trim().toLowerCase() ?? "";
  return first.startsWith("en");
}
