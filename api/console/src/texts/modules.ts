import { ownEntry } from "./own-entry.ts";
import { type Both, defineTexts } from "./text.ts";

const MODULES = defineTexts({
  access: { zh: "单位与操作员", en: "Organisations and operators" },
  division: { zh: "行政区划", en: "Divisions" },
  endorsement: { zh: "离线签名", en: "Endorsements" },
  fund: { zh: "资金", en: "Funds" },
  governance: { zh: "治理", en: "Governance" },
  household: { zh: "农户档案", en: "Households" },
  service: { zh: "帮扶服务", en: "Services" },
  statistics: { zh: "统计", en: "Statistics" },
});

export function moduleName(module: string): Both {
  return ownEntry<Both>(MODULES, module) ?? { zh: module, en: module };
}
