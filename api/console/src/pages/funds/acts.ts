import type { Both } from "../../texts/text.ts";
import { fundTexts } from "./fund-texts.ts";
import type { Act } from "./open-steps.ts";

export const ACT_NAMES: { readonly [act in Act]: Both } = {
  "fund.approve": fundTexts.approve,
  "fund.reject": fundTexts.reject,
  "fund.pay": fundTexts.pay,
  "fund.acknowledge": fundTexts.acknowledge,
};
