import { defineTexts } from "../../texts/text.ts";

export const transactionTexts = defineTexts({
  title: { zh: "交易", en: "Transaction" },
  help: {
    zh: "一笔交易的结果，由本浏览器核对证明。审批和监督岗位还能看到完整内容：谁签名、办了什么、产生了什么事件。",
    en: "A transaction's outcome, its proof checked by this browser. Those who approve or audit also see the whole: who signed, what was done, which events came of it.",
  },
  outcome: { zh: "结果（已核对）", en: "Outcome (proved)" },
  applied: { zh: "已生效", en: "Applied" },
  rejected: { zh: "未被接受：{code}", en: "Rejected: {code}" },
  expired: { zh: "已过期，没有生效", en: "Expired, without effect" },
  block: { zh: "区块 {height}，{time}", en: "Block {height}, {time}" },
  seals: { zh: "{count} 个验证单位签署", en: "Sealed by {count} validators" },
  proving: { zh: "正在等待并核对结果…", en: "Waiting for the outcome and checking it…" },
  whole: { zh: "完整内容", en: "The whole transaction" },
  notShown: {
    zh: "完整内容只对本辖区的审批和监督岗位开放。",
    en: "The whole is open to those who approve or audit in its jurisdiction.",
  },
  sender: { zh: "签名人", en: "Signed by" },
  actions: { zh: "办理内容", en: "Actions" },
  events: { zh: "事件", en: "Events" },
});
