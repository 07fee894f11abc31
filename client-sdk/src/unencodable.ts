import type { JzError } from "@jingzhun/ledger";
import { type Both, RefusedError } from "./errors.ts";

/** What keeps actions from being written down, before any node sees them. */
const TEXTS: { readonly [code: string]: { readonly text: Both; readonly hint: Both } } = {
  "codec.integer_range": {
    text: { zh: "这里的数不是整数，或超出范围", en: "This number isn't whole, or is out of range" },
    hint: {
      zh: "金额以分为单位；数须为整数，绝对值不超过 9007199254740991。",
      en: "Amounts are in fen; numbers are whole and at most 9007199254740991 either way.",
    },
  },
  "codec.unknown_type": {
    text: { zh: "这里的值不能写入交易", en: "This value can't be written into a transaction" },
    hint: {
      zh: "只能用文字、整数、是否、字节（Uint8Array）、列表和普通对象。",
      en: "Use texts, whole numbers, booleans, bytes (Uint8Array), lists and plain objects.",
    },
  },
  "codec.too_deep": {
    text: { zh: "这里嵌套太深", en: "This is nested too deeply" },
    hint: { zh: "请减少层级。", en: "Use fewer levels." },
  },
  "tx_body.too_large": {
    text: { zh: "交易太大", en: "The transaction is too large" },
    hint: { zh: "请分成几笔交易。", en: "Split it into several transactions." },
  },
};
const OTHERWISE = {
  text: { zh: "交易内容不合要求", en: "The transaction isn't valid" },
  hint: { zh: "请核对所指的栏目。", en: "Check the field named." },
};

/** Places of a transaction's body in its array form (`5.0.1.amountFen`), as everywhere else: `actions.0.amountFen`. */
function bodyPath(path: string): string {
  const [place, action, part, ...rest] = path.split(".");
  if (place === "6") return "memo";
  if (place !== "5") return path;
  if (action === undefined) return "actions";
  if (part === undefined) return `actions.${action}`;
  return ["actions", action, ...(part === "0" ? ["type"] : rest)].join(".");
}

/** The same error in the SDK's form. */
export function unencodable(error: JzError): RefusedError {
  const { text, hint } = TEXTS[error.code] ?? OTHERWISE;
  return new RefusedError(error.code, text, hint, {
    path: bodyPath(error.path),
    values: error.values,
    cause: error,
  });
}
