import type { RefusalCatalogue } from "../refusal.ts";

export const serviceRefusals: RefusalCatalogue = {
  "service.household_closed": {
    zh: "该户档案已关闭（{state}），不能再记录服务",
    en: "The household's file is closed ({state}); no service can be recorded",
    hint: { zh: "请核对户编号。", en: "Check the household's id." },
  },
  "service.number": {
    zh: "下一条服务记录应为第 {next} 号",
    en: "The household's next service is number {next}",
    hint: {
      zh: "可能已有人先行录入，请刷新后重试。",
      en: "Somebody may have recorded one before; look again.",
    },
  },
  "service.too_many": {
    zh: "该户的服务记录已满",
    en: "The household's list of services is full",
    hint: { zh: "请联系管理员。", en: "Ask an administrator." },
  },
  "service.not_village": {
    zh: "{division} 不是行政村",
    en: "{division} isn't a village",
    hint: { zh: "请选择 12 位村级代码。", en: "Choose a village, or leave it out for the household's own." },
  },
  "service.endorsement_needed": {
    zh: "代为确认须附农户或第二帮扶干部的离线签名",
    en: "An acknowledgement for somebody else needs their endorsement",
    hint: {
      zh: "请附上离线签名，或由农户本人确认。",
      en: "Add the endorsement, or let the household sign itself.",
    },
  },
  "service.endorsement_unneeded": {
    zh: "农户本人确认无须离线签名",
    en: "The household's own key needs no endorsement",
    hint: { zh: "请去掉离线签名。", en: "Leave it out." },
  },
  "service.endorser": {
    zh: "签名人既不是本户，也不是该村的第二帮扶干部",
    en: "The endorser is neither this household nor a second cadre for its village",
    hint: {
      zh: "见证人须在岗，范围包含该村，且不是服务人本人。",
      en: "A witness is active, has a role for the village, and isn't who did the service.",
    },
  },
  "service.acknowledged": {
    zh: "该方已经确认过此服务",
    en: "This side has acknowledged the service",
    hint: { zh: "无须重复确认。", en: "There is nothing to do." },
  },
  "service.rating_by_household": {
    zh: "只有农户可以评分",
    en: "Only the household rates a service",
    hint: { zh: "见证时请去掉评分。", en: "Leave the rating out." },
  },
  "service.not_author": {
    zh: "只有记录人 {by} 可以修改",
    en: "Only {by}, who recorded it, may edit it",
    hint: { zh: "请联系记录人。", en: "Ask that person." },
  },
  "service.nothing_changed": {
    zh: "没有任何变化",
    en: "Nothing would change",
    hint: { zh: "请填写与现有内容不同的值。", en: "Give a value that differs from the present one." },
  },
};
