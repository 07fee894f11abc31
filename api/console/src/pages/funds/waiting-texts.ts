import { defineTexts } from "../../texts/text.ts";

/** What the home page says of waiting payments: kept apart, since the first screen loads it. */
export const waitingTexts = defineTexts({
  toApprove: { zh: "待审批", en: "To approve" },
  toPay: { zh: "待拨付", en: "To pay" },
  toAcknowledge: { zh: "待确认到账", en: "To confirm" },
  count: { zh: "{count} 笔", en: "{count}" },
  countMore: { zh: "{count} 笔以上", en: "more than {count}" },
  waitingTasks: { zh: "待办审批", en: "Waiting for me" },
  unread: { zh: "无法读取", en: "can't be read" },
  openInbox: { zh: "打开待办", en: "Open the list" },
});
