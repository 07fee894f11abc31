import { defineTexts } from "../../texts/text.ts";

/** Titles and help: known from the start, so kept apart from what the pages themselves say. */
export const fundPageTexts = defineTexts({
  indicators: { zh: "资金指标", en: "Indicators" },
  indicatorsHelp1: {
    zh: "本辖区的资金指标，从中央到县逐级展开：金额、已分配给下级、已审批未拨付、已拨付和结余，以及来源、年度和文号。",
    en: "The indicators of your division as a tree from the centre to the county: amount, passed down, approved and unpaid, paid and left, with source, year and document.",
  },
  indicatorsHelp2: {
    zh: "已审批、已拨付和结余都包括下级指标。点文号打开一个指标的分配、支付和账户。上级的指标由上级查看。",
    en: "Approved, paid and left include the indicators below. A document number opens the indicator's allocations, payments and accounts. Indicators above your division are read there.",
  },
  indicator: { zh: "资金指标", en: "Indicator" },
  indicatorHelp: {
    zh: "一个指标的来源、限定用途、余额、下级分配、使用它的支付和账户分录。每条分录都能打开对应的交易。",
    en: "An indicator's source, earmarks and balances, what was allocated from it, the payments that cite it, and its accounts. Each entry opens its transaction.",
  },
  payments: { zh: "资金支付", en: "Payments" },
  paymentsHelp: {
    zh: "按行政区划和状态列出资金申请与支付，由节点分页。点一笔打开它的全部经过。",
    en: "Applications and payments by division and state, page by page. Each opens with all that happened to it.",
  },
  payment: { zh: "一笔资金", en: "Payment" },
  paymentHelp1: {
    zh: "一笔资金的金额、农户、指标和每一步：谁、何时、在哪笔交易中申请、审批、拨付、确认到账。",
    en: "A payment's amount, household, indicator and every step: who applied, approved, paid and confirmed it, when, and in which transaction.",
  },
  paymentHelp2: {
    zh: "“核对证明”由本浏览器检查，不必相信节点。您可以办理的步骤在页首。",
    en: "“Verify” is checked by this browser, believing no node. Steps that you may take are at the top.",
  },
  inbox: { zh: "待办审批", en: "Waiting for me" },
  inboxHelp1: {
    zh: "等待您办理的资金：待审批、待拨付、待确认到账。您自己申请的、已经审批过的、须由他人办理的不在其中。",
    en: "Money that waits for you: to approve, to pay, to confirm. What you applied for, have approved already, or others must do isn't listed.",
  },
  inboxHelp2: {
    zh: "点“批准”“驳回”或“拨付”，节点先试算一遍，核对无误后再签名提交。可以勾选多笔一次批准：要么全部生效，要么全部不生效。",
    en: "“Approve”, “Reject” or “Pay” first has the node try it; then sign and submit. Several may be approved at once: either all take effect or none.",
  },
  chain: { zh: "资金链", en: "Where the money came from" },
  chainHelp: {
    zh: "一户的每笔资金从来源、各级指标到审批、拨付和到账确认的全过程：谁、何时、哪笔交易。上级指标的经办由上级查看。",
    en: "The whole way of each payment of a household, from its source through the indicators to approval, payment and confirmation: who, when, which transaction. Who handled indicators above your division is told there.",
  },
  flow: { zh: "资金流向", en: "Flow of funds" },
  flowHelp1: {
    zh: "从资金来源经各级指标到村的流向图。线越宽金额越大。旁边的表格内容相同，可用键盘和读屏软件操作。",
    en: "Money from its source through the indicators to the villages; a wider line is more money. The table beside it has the same, for keyboards and screen readers.",
  },
  flowHelp2: {
    zh: "点一条线或表中的“明细”，列出背后的每一笔支付和交易。村多时按乡镇显示，点乡镇再看各村。",
    en: "A line, or “Details” in the table, lists every payment and transaction behind it. Where villages are many, townships are shown; one opens to its villages.",
  },
});
