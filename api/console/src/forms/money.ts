/** Digits as Chinese input methods write them, and the separators and units that people type. */
const FULL_WIDTH: { readonly [character: string]: string } = {
  "．": ".",
  "。": ".",
  "，": ",",
  "－": "-",
  "￥": "",
  "¥": "",
};

/** Half-width, without spaces, unit or grouping commas. A comma that doesn't group thousands is left to be refused. */
function plain(text: string): string {
  const half = [...text.trim()]
    .map((c) =>
      c >= "０" && c <= "９" ? String.fromCharCode(c.charCodeAt(0) - 0xfee0) : (FULL_WIDTH[c] ?? c),
    )
    .join("")
    .replace(/\s|元$/g, "");
  return /^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(half) ? half.replaceAll(",", "") : half;
}

/**
 * Yuan as typed to integer fen, by digits alone: no float ever holds an amount. undefined: not an amount, more than two
 * decimals, or more than a safe integer of fen.
 */
export function fenOf(text: string): number | undefined {
  const match = /^(-?)(\d{1,14})(?:\.(\d{0,2}))?$/.exec(plain(text));
  if (match === null) return undefined;
  const [, sign, yuan = "", decimals = ""] = match;
  const fen = Number(`${yuan}${decimals.padEnd(2, "0")}`);
  if (!Number.isSafeInteger(fen)) return undefined;
  return sign === "-" && fen !== 0 ? -fen : fen;
}

/** Whole number as typed; full-width digits and grouping commas are taken. */
export function wholeOf(text: string): number | undefined {
  const half = plain(text);
  if (!/^-?\d{1,16}$/.test(half)) return undefined;
  const value = Number(half);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Fen as a form shows them for editing: `1234567` → `12345.67`, without trailing zeros of whole yuan. */
export function editableYuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, "0");
  const decimals = digits.slice(-2);
  return `${fen < 0 ? "-" : ""}${digits.slice(0, -2)}${decimals === "00" ? "" : `.${decimals}`}`;
}
