import { defineCodeList } from "./code-list.ts";

export const SERVICE_TYPES = defineCodeList({
  name: "service_type",
  version: 1,
  title: { zh: "帮扶服务类型", en: "Type of service" },
  entries: [
    { id: "visit", zh: "入户走访", en: "Visit" },
    { id: "policy_explained", zh: "政策宣讲", en: "Policy explained" },
    { id: "training", zh: "技能培训", en: "Training" },
    { id: "medical", zh: "医疗服务", en: "Medical service" },
    { id: "schooling", zh: "助学服务", en: "Schooling" },
    { id: "job_introduced", zh: "就业介绍", en: "Job introduced" },
    { id: "production_guidance", zh: "生产指导", en: "Guidance in production" },
    { id: "goods_delivered", zh: "物资发放", en: "Goods delivered" },
    { id: "housing_repaired", zh: "住房修缮", en: "Housing repaired" },
    { id: "paperwork", zh: "代办事务", en: "Paperwork done" },
    { id: "emergency", zh: "应急救助", en: "Emergency help" },
    { id: "other", zh: "其他", en: "Other" },
  ],
});

/** How a service was acknowledged; the kinds are counted apart. Confirmation codes join with their printing. */
export const ACKNOWLEDGEMENT_KINDS = defineCodeList({
  name: "acknowledgement_kind",
  version: 1,
  title: { zh: "确认方式", en: "Kind of acknowledgement" },
  entries: [
    { id: "key", zh: "农户本人密钥", en: "The household's own key" },
    { id: "endorsement", zh: "农户离线签名", en: "Endorsement by the household" },
    { id: "witness", zh: "第二帮扶干部见证", en: "Endorsement by a second cadre" },
    { id: "code", zh: "确认码", en: "Confirmation code" },
  ],
});
