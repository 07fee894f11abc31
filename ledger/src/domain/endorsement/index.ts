import { defineModule } from "../module.ts";
import { endorsementRecord } from "./schema.ts";

/** Statements signed offline that actions of other modules embed; no actions of its own (README.md). */
export const endorsement = defineModule({
  name: "endorsement",
  version: 1,
  records: [endorsementRecord],
  actions: [],
  refusals: {
    "endorsement.invalid": {
      zh: "离线签名格式不正确",
      en: "The endorsement isn't one",
      hint: { zh: "请用签名程序重新生成。", en: "Have it signed again with the SDK." },
    },
    "endorsement.chain": {
      zh: "离线签名属于另一条链",
      en: "The endorsement is for another chain",
      hint: { zh: "请在本网络中重新签名。", en: "Have it signed for this network." },
    },
    "endorsement.statement": {
      zh: "离线签名确认的不是这项内容",
      en: "The endorsement confirms something else",
      hint: {
        zh: "签名后内容不得改动。",
        en: "What was signed and what is recorded must be the same to the letter.",
      },
    },
    "endorsement.time": {
      zh: "离线签名尚未生效或已过期",
      en: "The endorsement isn't valid yet, or no longer",
      hint: {
        zh: "有效期最长 30 天，请重新签名。",
        en: "It is valid for at most 30 days; have it signed again.",
      },
    },
    "endorsement.key": {
      zh: "签名人的密钥未登记或已失效",
      en: "The endorser's key isn't registered or not in force",
      hint: { zh: "请先登记农户或干部的密钥。", en: "Register the key of the household or cadre first." },
    },
    "endorsement.own": {
      zh: "不能确认自己提交的内容",
      en: "Nobody endorses what they submit themselves",
      hint: { zh: "请由另一人签名。", en: "Somebody else must sign." },
    },
    "endorsement.used": {
      zh: "该离线签名已经使用过",
      en: "The endorsement has been used",
      hint: { zh: "每个签名只能使用一次。", en: "Each can be used once." },
    },
    "endorsement.signature": {
      zh: "离线签名无效",
      en: "The endorsement's signature is wrong",
      hint: { zh: "请核对签名密钥。", en: "Check with which key it was signed." },
    },
  },
});
