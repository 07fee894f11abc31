import type { RefusalCatalogue } from "../refusal.ts";

export const refusals: RefusalCatalogue = {
  "division.unknown": {
    zh: "没有行政区划代码 {division}",
    en: "There is no division {division}",
    hint: { zh: "请核对12位代码。", en: "Check the 12-digit code." },
  },
  "division.level": {
    zh: "这里要填{level}的代码",
    en: "A division of level {level} is needed here",
    hint: { zh: "请选择相应级别的行政区划。", en: "Choose a division of that level." },
  },
  "division.outside": {
    zh: "行政区划 {division} 不在 {within} 之内",
    en: "Division {division} isn't within {within}",
    hint: { zh: "请在本辖区内选择。", en: "Choose one inside." },
  },
};
