import type { RefusalCatalogue } from "../refusal.ts";

/** What the framework refuses on behalf of every module. */
export const refusals: RefusalCatalogue = {
  "action.unknown": {
    zh: "没有“{type}”这种操作",
    en: "There is no action {type}",
    hint: {
      zh: "可用的操作及其栏目见 /docs#actions。",
      en: "The actions and their fields are listed at /docs#actions.",
    },
  },
  "payload.invalid": {
    zh: "填写内容不合要求：{problemZh}",
    en: "The content isn't valid: {problem}",
    hint: {
      zh: "请按提示的栏目改正后重新提交。",
      en: "Correct the field named in the path and submit again.",
    },
  },
  "permission.role": {
    zh: "您的角色不能办理这项操作",
    en: "Your role may not do this",
    hint: { zh: "可以办理的角色：{roles}。", en: "Roles that may: {roles}." },
  },
  "permission.organisation_kind": {
    zh: "您所在部门不能办理这项操作",
    en: "Your kind of organisation may not do this",
    hint: { zh: "请由主管部门办理。", en: "Ask the department in charge." },
  },
  "permission.jurisdiction": {
    zh: "不在您的管辖范围内",
    en: "Outside your jurisdiction",
    hint: { zh: "请由当地人员办理。", en: "Ask someone whose role covers this place." },
  },
  "permission.state": {
    zh: "当前状态“{state}”下不能办理这项操作",
    en: "This can't be done in state {state}",
    hint: { zh: "请先核对当前进度。", en: "Check how far the process is." },
  },
  "key.unknown": {
    zh: "密钥没有登记",
    en: "The key isn't registered",
    hint: { zh: "请本单位管理员登记。", en: "Ask your organisation's administrator to register it." },
  },
  "key.revoked": {
    zh: "密钥已作废",
    en: "The key was revoked",
    hint: { zh: "请使用新密钥。", en: "Use the new key." },
  },
  "key.suspended": {
    zh: "密钥已停用",
    en: "The key is suspended",
    hint: { zh: "请联系本单位管理员。", en: "Ask your organisation's administrator." },
  },
  "key.expired": {
    zh: "密钥已过期",
    en: "The key has expired",
    hint: { zh: "请更换密钥。", en: "Have the key rotated." },
  },
  "key.kind": {
    zh: "这类密钥不能签署业务操作",
    en: "A key of this kind signs no actions",
    hint: { zh: "请使用操作员密钥。", en: "Use an operator's key." },
  },
  "operator.inactive": {
    zh: "操作员已停用",
    en: "The operator isn't active",
    hint: { zh: "请联系本单位管理员。", en: "Ask your organisation's administrator." },
  },
  "organisation.inactive": {
    zh: "所在部门已停用",
    en: "The organisation isn't active",
    hint: { zh: "请联系托管部门或上级部门。", en: "Ask the organisation that hosts yours." },
  },
  "duties.same_person": {
    zh: "经办人与审批人不能是同一人",
    en: "Nobody approves what they themselves submitted",
    hint: { zh: "请由另一人办理。", en: "Someone else has to do this." },
  },
  "version.conflict": {
    zh: "这条记录已被他人修改（当前版本 {current}）",
    en: "Someone changed this record meanwhile (now version {current})",
    hint: { zh: "请刷新后核对再提交。", en: "Reload it, compare and submit again." },
  },
  "attachment.missing": {
    zh: "交易没有这个附件",
    en: "The transaction has no such attachment",
    hint: { zh: "请连同附件重新提交。", en: "Submit again with the attachment." },
  },
  "attachment.subject": {
    zh: "一个附件只能属于一户或一人",
    en: "An attachment belongs to one household or person only",
    hint: { zh: "请为每户分别制作附件。", en: "Make an attachment for each of them." },
  },
  "attachment.unused": {
    zh: "附件没有用到",
    en: "No action uses this attachment",
    hint: { zh: "请去掉多余的附件。", en: "Leave it out." },
  },
  "attachment.required": {
    zh: "新建受限记录时要附上该户（人）的附件",
    en: "A new restricted record needs an attachment of its subject",
    hint: { zh: "请附上附件，内容可以为空。", en: "Attach one; it may be empty." },
  },
  "restricted.refused": {
    zh: "根据受限信息，这项操作不能办理",
    en: "Refused on grounds that aren't public",
    hint: {
      zh: "提交人登录后查询这笔交易，可看到真正的原因。",
      en: "Whoever signed it sees the true reason by asking for the transaction when signed in.",
    },
  },
  "tx.cost": {
    zh: "这笔交易太大，一个区块放不下",
    en: "The transaction is too large for a block",
    hint: { zh: "请分成几笔提交。", en: "Split it up." },
  },
  "due.failed": { zh: "到期事项没有执行成功", en: "A scheduled step failed" },
  "due.threw": { zh: "到期事项出错", en: "A scheduled step went wrong" },
  "due.cost": { zh: "到期事项太大", en: "A scheduled step is too large" },
  "due.unknown": { zh: "没有这种到期事项", en: "There is no such scheduled step" },
};
