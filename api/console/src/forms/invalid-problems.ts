import type { Both } from "../texts/text.ts";
import type { RefusalAnswer } from "./refused-fields.ts";
import { formTexts, problemTexts } from "./texts.ts";

/** What the modules' own rules say, to the letter: a test finds a rule of the ledger's that isn't here. */
const RULES: { readonly [problem: string]: Both } = {
  "healthy stands alone": problemTexts.healthyAlone,
  "a disability needs health disabled": problemTexts.disabilityHealth,
  "the relation says another sex": problemTexts.relationSex,
  "the main cause stands once": problemTexts.mainCauseOnce,
  "the cause other needs a remark": problemTexts.otherNeedsRemark,
  "nothing to change": problemTexts.nothingToChange,
  "nothing to correct": problemTexts.nothingToCorrect,
  "restricted facts need the date from which they are true": problemTexts.restrictedNeedsDate,
  "expected each value once": formTexts.errorTwice,
  "expected an encoded endorsement": problemTexts.endorsement,
  "expected a date YYYY-MM-DD": formTexts.errorDate,
  encoding: problemTexts.encoding,
};

/** What the validator itself says, with the values that the texts name. */
const FORMS: readonly { readonly form: RegExp; readonly text: Both }[] = [
  { form: /^expected (?<bytes>\d+) bytes$/, text: formTexts.errorBytes },
  { form: /^expected an id (?<prefix>[A-Z])…$/, text: formTexts.errorId },
  { form: /^Invalid input: expected \w+, received undefined$/, text: formTexts.errorRequired },
  { form: /^Invalid input: expected int, received number$/, text: formTexts.errorWhole },
  { form: /^Invalid input: expected (?<kind>\w+), received /, text: problemTexts.kind },
  { form: /^Invalid input: expected /, text: formTexts.errorCode },
  { form: /^Invalid option: /, text: formTexts.errorCode },
  { form: /^Unrecognized keys?: (?<keys>.+)$/, text: problemTexts.unknownField },
  { form: /^Too small: expected string to have >=(?<min>\d+) /, text: formTexts.errorShort },
  { form: /^Too big: expected string to have <=(?<max>\d+) /, text: problemTexts.long },
  { form: /^Too small: expected array to have >=(?<min>\d+) /, text: formTexts.errorFew },
  { form: /^Too big: expected array to have <=(?<max>\d+) /, text: formTexts.errorMany },
  { form: /^Too small: expected \w+ to be >=?(?<min>-?\d+)$/, text: formTexts.errorMin },
  { form: /^Too big: expected \w+ to be <=?(?<max>-?\d+)$/, text: problemTexts.max },
  { form: /^Invalid string: must match pattern .*\\P\{Cc\}/, text: formTexts.errorControl },
  { form: /^Invalid string: must match pattern .*\[0-9\]\{12\}/, text: formTexts.errorDivision },
  { form: /^Invalid string: must match pattern .*\[a-z0-9-\]/, text: formTexts.errorSlug },
  { form: /^Invalid string: must match pattern (?<pattern>.+)$/, text: formTexts.errorPattern },
  { form: /^Invalid URL$/, text: formTexts.errorUri },
];

const KINDS: { readonly [kind: string]: string } = {
  string: "文字",
  number: "数",
  int: "整数",
  boolean: "是或否",
  array: "列表",
  object: "一组栏目",
};

/** What would be accepted, in both languages; undefined for what nobody has put into words yet. */
export function problemText(problem: string): Both | undefined {
  const rule = RULES[problem];
  if (rule !== undefined) return rule;
  for (const { form, text } of FORMS) {
    const match = form.exec(problem);
    if (match === null) continue;
    const filled = (words: string, values: { readonly [name: string]: string }) =>
      words.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
    const { kind, ...values } = match.groups ?? {};
    return {
      zh: filled(text.zh, { ...values, kind: KINDS[kind ?? ""] ?? "其他形式" }),
      en: filled(text.en, { ...values, kind: kind ?? "" }),
    };
  }
  return undefined;
}

const INVALID = "payload.invalid";

/**
 * A refusal for a payload's form says in English what is wrong, whatever the reader's language: the validator has no
 * other. `catalogue` is the refusal's own text, which tells where in the message that stands.
 */
export function explained(refusal: RefusalAnswer, catalogue: Both | undefined): RefusalAnswer {
  if (refusal.code !== INVALID || catalogue === undefined) return refusal;
  const [before = "", after = ""] = catalogue.en.split("{problem}");
  const { en } = refusal.message;
  if (!en.startsWith(before) || !en.endsWith(after)) return refusal;
  const problem = en.slice(before.length, en.length - after.length);
  const text = problemText(problem);
  const fill = (words: string, value: string) => words.replace("{problem}", value);
  return {
    ...refusal,
    message: {
      zh: fill(catalogue.zh, (text ?? problemTexts.unknown).zh),
      en: fill(catalogue.en, text?.en ?? problem),
    },
  };
}
