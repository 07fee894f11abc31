/** A text in both languages. */
interface Both {
  readonly zh: string;
  readonly en: string;
}

/** What the modules' own rules say, to the letter: a test finds a rule of the ledger's that isn't here. */
const RULES: { readonly [problem: string]: Both } = {
  "healthy stands alone": {
    zh: "“健康”不能与其他健康状况同时选择：请只选“健康”，或者去掉“健康”",
    en: "“Healthy” stands alone: choose only that, or leave it out",
  },
  "a disability needs health disabled": {
    zh: "填写了残疾情况，健康状况就应包括“残疾”；没有残疾的请去掉残疾情况",
    en: "With a disability the health must include “disabled”; without one leave the disability out",
  },
  "the relation says another sex": {
    zh: "性别与“与户主关系”不一致（例如儿子应为男）：请改正其中一项",
    en: "Sex and relation to the head don't agree (a son is male): correct one of them",
  },
  "the main cause stands once": {
    zh: "主要原因不必在其他原因里再选一次：请从其他原因中去掉",
    en: "The main cause isn't chosen again among the others: leave it out there",
  },
  "the cause other needs a remark": {
    zh: "原因选了“其他”，请在备注中写明是什么原因",
    en: "With the cause “other”, say in the remark what it is",
  },
  "a proposal changes exactly one thing": {
    zh: "一项提案只能变更一件事：请只填写其中一项",
    en: "A proposal changes exactly one thing: fill in one of them",
  },
  "nothing to change": {
    zh: "没有填写要修改的内容：至少填写一项",
    en: "Nothing to change: fill in at least one field",
  },
  "nothing to correct": {
    zh: "没有填写要更正的内容：至少填写公开内容、受限信息或一名成员的情况",
    en: "Nothing to correct: fill in open facts, restricted facts or a member's",
  },
  "restricted facts need the date from which they are true": {
    zh: "更正受限信息时要填写发生日期：这些情况从哪一天起属实",
    en: "Restricted facts need the date from which they are true",
  },
  "expected each value once": { zh: "同一项只能选一次", en: "Each once" },
  "expected an encoded endorsement": {
    zh: "应是离线签名文件的内容（base64）",
    en: "Give the endorsement in base64",
  },
  "expected a date YYYY-MM-DD": { zh: "请填写日期，例如 2020-05-01", en: "Give a date such as 2020-05-01" },
  encoding: {
    zh: "附件无法读取：请重新填写受限信息后再提交",
    en: "The attachment can't be read: fill in the restricted facts again",
  },
};

/** What the validator itself says, with the values that the texts name. */
const FORMS: readonly { readonly form: RegExp; readonly text: Both }[] = [
  {
    form: /^expected (?<bytes>\d+) bytes$/,
    text: { zh: "应是 {bytes} 字节，用十六进制或 base64 书写", en: "{bytes} bytes in hex or base64" },
  },
  {
    form: /^expected an id (?<prefix>[A-Z])…$/,
    text: {
      zh: "编号不对：应是以 {prefix} 开头的 18 位，请核对是否抄错",
      en: "Not a valid id: 18 characters beginning with {prefix}; check for a slip",
    },
  },
  {
    form: /^Invalid input: expected \w+, received undefined$/,
    text: { zh: "这一项必须填写", en: "This must be filled in" },
  },
  {
    form: /^Invalid input: expected int, received number$/,
    text: { zh: "请填写整数", en: "Give a whole number" },
  },
  {
    form: /^Invalid input: expected (?<kind>\w+), received /,
    text: { zh: "应填写{kind}", en: "Give a {kind}" },
  },
  { form: /^Invalid input: expected /, text: { zh: "请从列表中选择", en: "Choose from the list" } },
  {
    form: /^Invalid option: expected one of (?<options>.+)$/,
    text: { zh: "应是其中之一：{options}", en: "One of {options}" },
  },
  {
    form: /^Unrecognized keys?: (?<keys>.+)$/,
    text: { zh: "没有 {keys} 这一栏：请去掉", en: "There is no field {keys}: leave it out" },
  },
  {
    form: /^Too small: expected string to have >=(?<min>\d+) /,
    text: { zh: "至少 {min} 个字", en: "At least {min} characters" },
  },
  {
    form: /^Too big: expected string to have <=(?<max>\d+) /,
    text: { zh: "最多 {max} 个字", en: "At most {max} characters" },
  },
  {
    form: /^Too small: expected array to have >=(?<min>\d+) /,
    text: { zh: "至少 {min} 项", en: "At least {min}" },
  },
  {
    form: /^Too big: expected array to have <=(?<max>\d+) /,
    text: { zh: "最多 {max} 项", en: "At most {max}" },
  },
  {
    form: /^Too small: expected \w+ to be >=?(?<min>-?\d+)$/,
    text: { zh: "不能小于 {min}", en: "At least {min}" },
  },
  {
    form: /^Too big: expected \w+ to be <=?(?<max>-?\d+)$/,
    text: { zh: "不能大于 {max}", en: "At most {max}" },
  },
  {
    form: /^Invalid string: must match pattern .*\\P\{Cc\}/,
    text: { zh: "含有不能使用的控制字符", en: "Holds control characters that can't be used" },
  },
  {
    form: /^Invalid string: must match pattern .*\[0-9\]\{12\}/,
    text: { zh: "应是 12 位数字的行政区划代码", en: "A division's code has 12 digits" },
  },
  {
    form: /^Invalid string: must match pattern .*\[a-z0-9-\]/,
    text: {
      zh: "只能用小写字母、数字和连字符，2 到 40 位",
      en: "Lower-case letters, digits and hyphens, 2 to 40 characters",
    },
  },
  {
    form: /^Invalid string: must match pattern (?<pattern>.+)$/,
    text: { zh: "格式不对，应符合 {pattern}", en: "Doesn't fit {pattern}" },
  },
  {
    form: /^Invalid URL$/,
    text: {
      zh: "应是 http:// 或 https:// 开头的地址",
      en: "An address that begins with http:// or https://",
    },
  },
];

const KINDS: { readonly [kind: string]: string } = {
  string: "文字",
  number: "数",
  int: "整数",
  boolean: "是或否",
  array: "列表",
  object: "一组栏目",
};

const PROBLEM_CHARACTERS_MAX = 200;
const UNKNOWN_ZH = "这一栏的内容不符合要求，请核对后重新填写";

/**
 * What a payload's validator refuses, in words for people: what is wrong and what would be accepted. Its own are English
 * alone; those that nobody has put into words yet stay in the English text. Cut where it would be very long.
 */
export function payloadProblem(message: string): Both {
  const problem = message.slice(0, PROBLEM_CHARACTERS_MAX).toWellFormed();
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
  return { zh: UNKNOWN_ZH, en: problem };
}
