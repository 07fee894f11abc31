import type { Both } from "../../texts/text.ts";
import { fundTexts } from "./fund-texts.ts";
import type { Act, WaitingList } from "./open-steps.ts";

export const ACT_NAMES: { readonly [act in Act]: Both } = {
  "fund.approve": fundTexts.approve,
  "fund.reject": fundTexts.reject,
  "fund.pay": fundTexts.pay,
  "fund.acknowledge": fundTexts.acknowledge,
};

export const LIST_NAMES: { readonly [act in WaitingList["act"]]: Both } = {
  "fund.approve": fundTexts.toApprove,
  "fund.pay": fundTexts.toPay,
  "fund.acknowledge": fundTexts.toAcknowledge,
};
