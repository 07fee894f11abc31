import { defineTexts } from "../texts/text.ts";

export const formTexts = defineTexts({
  required: { zh: "必填", en: "Required" },
  optional: { zh: "选填", en: "Optional" },
  choose: { zh: "请选择", en: "Choose" },
  none: { zh: "（不填）", en: "(none)" },
  add: { zh: "添加{what}", en: "Add: {what}" },
  remove: { zh: "删除第 {n} 项", en: "Remove item {n}" },
  item: { zh: "{what} {n}", en: "{what} {n}" },
  include: { zh: "填写{what}", en: "Fill in: {what}" },
  exclude: { zh: "不填{what}", en: "Leave out: {what}" },
  newId: { zh: "生成新编号", en: "New id" },
  yuan: { zh: "元", en: "yuan" },
  idHint: { zh: "以 {prefix} 开头的 18 位编号", en: "18 characters beginning with {prefix}" },
  divisionHint: { zh: "12 位行政区划代码", en: "12 digits of a division" },
  bytesHint: { zh: "64 位十六进制或 base64", en: "64 hex digits or base64" },
  restrictedHint: {
    zh: "受限内容：只交给验证单位和有权查看的人，不写入链上公开部分，可依法删除。",
    en: "Restricted: goes to the validators and to those entitled only, stays out of the open chain, can be erased.",
  },
  errorRequired: { zh: "这一项必须填写", en: "This must be filled in" },
  errorMoney: {
    zh: "请填写金额（元），最多两位小数，例如 1234.50",
    en: "Give an amount in yuan with at most two decimals, such as 1234.50",
  },
  errorMoneyRange: { zh: "金额应在 {min} 元到 {max} 元之间", en: "Between {min} and {max} yuan" },
  errorMoneyMin: { zh: "金额不能小于 {min} 元", en: "At least {min} yuan" },
  errorWhole: { zh: "请填写整数", en: "Give a whole number" },
  errorRange: { zh: "应在 {min} 到 {max} 之间", en: "Between {min} and {max}" },
  errorMin: { zh: "不能小于 {min}", en: "At least {min}" },
  errorDate: { zh: "请填写日期，例如 2020-05-01", en: "Give a date such as 2020-05-01" },
  errorTime: { zh: "请填写日期和时间", en: "Give date and time" },
  errorId: {
    zh: "编号不对：应是以 {prefix} 开头的 18 位，请核对是否抄错",
    en: "Not a valid id: 18 characters beginning with {prefix}; check for a slip",
  },
  errorDivision: { zh: "应是 12 位数字的行政区划代码", en: "A division's code has 12 digits" },
  errorSlug: {
    zh: "只能用小写字母、数字和连字符，2 到 40 位",
    en: "Lower-case letters, digits and hyphens, 2 to 40 characters",
  },
  errorPattern: { zh: "格式不对，应符合 {pattern}", en: "Doesn't fit {pattern}" },
  errorControl: { zh: "含有不能使用的控制字符", en: "Holds control characters that can't be used" },
  errorShort: { zh: "至少 {min} 个字", en: "At least {min} characters" },
  errorLong: { zh: "最多 {max} 个字，现在 {count} 个", en: "At most {max} characters; these are {count}" },
  errorCode: { zh: "请从列表中选择", en: "Choose from the list" },
  errorFew: { zh: "至少 {min} 项", en: "At least {min}" },
  errorMany: { zh: "最多 {max} 项", en: "At most {max}" },
  errorTwice: { zh: "同一项只能选一次", en: "Each once" },
  errorBytes: { zh: "应是 {bytes} 字节，用十六进制或 base64 书写", en: "{bytes} bytes in hex or base64" },
  errorBase64: { zh: "应是十六进制或 base64", en: "Hex or base64" },
  errorUri: {
    zh: "应是 http:// 或 https:// 开头的地址",
    en: "An address that begins with http:// or https://",
  },
  errorsFound: { zh: "有 {count} 处需要修改：", en: "{count} things to put right:" },
  draftRestored: { zh: "已恢复上次未提交的内容。", en: "What you typed last time was brought back." },
  draftClear: { zh: "清空重填", en: "Start empty" },
});

/** What the ledger's validator refuses, in the reader's words: what is wrong and what would be accepted. */
export const problemTexts = defineTexts({
  healthyAlone: {
    zh: "“健康”不能与其他健康状况同时选择：请只选“健康”，或者去掉“健康”",
    en: "“Healthy” stands alone: choose only that, or leave it out",
  },
  disabilityHealth: {
    zh: "填写了残疾情况，健康状况就应包括“残疾”；没有残疾的请去掉残疾情况",
    en: "With a disability the health must include “disabled”; without one leave the disability out",
  },
  relationSex: {
    zh: "性别与“与户主关系”不一致（例如儿子应为男）：请改正其中一项",
    en: "Sex and relation to the head don't agree (a son is male): correct one of them",
  },
  mainCauseOnce: {
    zh: "主要原因不必在其他原因里再选一次：请从其他原因中去掉",
    en: "The main cause isn't chosen again among the others: leave it out there",
  },
  otherNeedsRemark: {
    zh: "原因选了“其他”，请在备注中写明是什么原因",
    en: "With the cause “other”, say in the remark what it is",
  },
  nothingToChange: {
    zh: "没有填写要修改的内容：至少填写一项",
    en: "Nothing to change: fill in at least one field",
  },
  nothingToCorrect: {
    zh: "没有填写要更正的内容：至少填写公开内容、受限信息或一名成员的情况",
    en: "Nothing to correct: fill in open facts, restricted facts or a member's",
  },
  restrictedNeedsDate: {
    zh: "更正受限信息时要填写发生日期：这些情况从哪一天起属实",
    en: "Restricted facts need the date from which they are true",
  },
  endorsement: { zh: "应是离线签名文件的内容（base64）", en: "Give the endorsement in base64" },
  encoding: {
    zh: "附件无法读取：请重新填写受限信息后再提交",
    en: "The attachment can't be read: fill in the restricted facts again",
  },
  kind: { zh: "应填写{kind}", en: "Give a {kind}" },
  unknownField: { zh: "没有 {keys} 这一栏：请去掉", en: "There is no field {keys}: leave it out" },
  long: { zh: "最多 {max} 个字", en: "At most {max} characters" },
  max: { zh: "不能大于 {max}", en: "At most {max}" },
  unknown: { zh: "这一栏的内容不符合要求，请核对后重新填写", en: "This isn't valid: check it" },
});
