import type { RefusalCatalogue } from "../refusal.ts";

export const fundRefusals: RefusalCatalogue = {
  "fund.overdrawn": {
    zh: "账户 {account} 余额不足，可用 {availableFen} 元",
    en: "The account {account} has only {availableFen} yuan",
    hint: { zh: "请减少金额，或先追加指标。", en: "Lower the amount, or have more allocated first." },
  },
  "fund.amount_too_large": {
    zh: "账户 {account} 的累计金额超出账本上限",
    en: "The sums of account {account} would leave what the ledger can count",
    hint: { zh: "请核对金额单位（分）。", en: "Check the unit: amounts are fen." },
  },
  "fund.issuer_level": {
    zh: "{source} 资金不能由 {level} 级部门下达",
    en: "Money of source {source} isn't issued at the level {level}",
    hint: {
      zh: "请由资金来源所在级的财政或扶贫部门下达。",
      en: "Finance or poverty organisations of the source's own level issue it.",
    },
  },
  "fund.indicator_exists": {
    zh: "指标编号 {indicator} 已经使用",
    en: "The indicator id {indicator} is in use",
    hint: { zh: "请重新生成编号。", en: "Make a new id." },
  },
  "fund.received_before_issued": {
    zh: "收到日期早于下达日期",
    en: "The date of receipt lies before that of issue",
    hint: { zh: "请核对两个日期。", en: "Check both dates." },
  },
  "fund.holder": {
    zh: "{organisation} 不是 {division} 的在册部门，不能接收该指标",
    en: "{organisation} isn't an active organisation of {division} and can't hold its indicator",
    hint: { zh: "请选择与行政区划一致的接收部门。", en: "Choose an organisation of that very division." },
  },
  "fund.too_deep": {
    zh: "指标分配层级过多",
    en: "The indicator has been allocated through too many levels",
    hint: { zh: "请从上级指标直接分配。", en: "Allocate from an indicator further up." },
  },
  "fund.earmark_division": {
    zh: "资金只能用于 {division}",
    en: "The money is for {division} only",
    hint: {
      zh: "请选择该区划内的对象，或使用其他指标。",
      en: "Choose a place within it, or another indicator.",
    },
  },
  "fund.earmark_purpose": {
    zh: "资金用途限定为 {purpose}",
    en: "The money is earmarked for {purpose}",
    hint: { zh: "请改用相符的用途或其他指标。", en: "Use that purpose, or another indicator." },
  },
  "fund.earmark_kind": {
    zh: "资金限定用于以下户类型：{kinds}",
    en: "The money is for households of the kinds {kinds}",
    hint: { zh: "请使用适用于该户的指标。", en: "Use an indicator that is for this household." },
  },
  "fund.earmark_until": {
    zh: "资金只能用于 {until} 及以前的权益",
    en: "The money pays entitlements up to {until}",
    hint: { zh: "请核对权益日期，或使用其他指标。", en: "Check the date, or use another indicator." },
  },
  "fund.before_parent": {
    zh: "分配日期早于上级指标下达日期 {issuedOn}",
    en: "The allocation lies before its parent was issued ({issuedOn})",
    hint: { zh: "请核对日期。", en: "Check the date." },
  },
  "fund.indicator_level": {
    zh: "县级以上指标不能直接支付到户",
    en: "An indicator above the county can't pay a household",
    hint: { zh: "请先分配到县级或以下。", en: "Allocate it down to a county first." },
  },
  "fund.above_indicator": {
    zh: "金额超过指标总额 {amountFen} 元",
    en: "The amount is above the whole indicator ({amountFen} yuan)",
    hint: { zh: "请减少金额。", en: "Lower the amount." },
  },
  "fund.household_state": {
    zh: "该户状态为 {state}，不能申请资金",
    en: "A household in state {state} can't apply for money",
    hint: { zh: "须先完成建档审批。", en: "Its file must be approved first." },
  },
  "fund.not_member": {
    zh: "{person} 不是本户成员",
    en: "{person} isn't a member of the household",
    hint: { zh: "请核对人编号。", en: "Check the person's id." },
  },
  "fund.too_many_payments": {
    zh: "该户的支付记录已满",
    en: "The household's list of payments is full",
    hint: { zh: "请联系管理员。", en: "Ask an administrator." },
  },
  "fund.number": {
    zh: "下一笔申请应为第 {next} 号",
    en: "The household's next payment is number {next}",
    hint: { zh: "可能已有人先行申请，请刷新后重试。", en: "Somebody may have applied before; look again." },
  },
  "fund.state": {
    zh: "支付状态 {state} 不允许此操作",
    en: "The payment's state {state} doesn't allow this",
    hint: { zh: "请查看支付进度。", en: "See what comes next for this payment." },
  },
  "fund.finance_approval": {
    zh: "须有一名财务审批人参与审批",
    en: "One of the approvals must be a finance approver's",
    hint: { zh: "请由财政部门审批人完成最后审批。", en: "A finance approver gives the last one." },
  },
  "fund.not_a_bank": {
    zh: "{bank} 不是在册的代发银行",
    en: "{bank} isn't an active bank",
    hint: { zh: "请选择代发银行。", en: "Choose an organisation of kind bank." },
  },
  "fund.acknowledged": {
    zh: "该方已经确认过此笔支付",
    en: "This side has acknowledged the payment",
    hint: { zh: "无须重复确认。", en: "There is nothing to do." },
  },
  "fund.endorser": {
    zh: "签名人不是收款农户",
    en: "The endorser isn't the household that was paid",
    hint: { zh: "须由收款农户签名。", en: "The household itself must sign." },
  },
  "fund.endorsement_needed": {
    zh: "代为确认须附收款农户的离线签名",
    en: "An acknowledgement for the household needs its endorsement",
    hint: {
      zh: "请附上离线签名，或由银行、农户本人确认。",
      en: "Add it, or let the bank or the household confirm.",
    },
  },
};
