import { AuditOutlined, BankOutlined, ShareAltOutlined } from "@ant-design/icons";
import { defineArea } from "../../app/area.ts";
import { fundPageTexts } from "./texts.ts";

/** Those to whom the node tells the funds of their division. */
const READERS = [
  "township_officer",
  "county_officer",
  "finance_officer",
  "finance_approver",
  "auditor",
  "statistician",
  "director",
];

export default defineArea({
  routes: [
    {
      path: "/funds",
      title: fundPageTexts.indicators,
      help: [fundPageTexts.indicatorsHelp1, fundPageTexts.indicatorsHelp2],
      load: () => import("./indicators-page.tsx"),
      navigation: { order: 40, icon: <BankOutlined /> },
      roles: READERS,
    },
    {
      path: "/funds/inbox",
      title: fundPageTexts.inbox,
      help: [fundPageTexts.inboxHelp1, fundPageTexts.inboxHelp2],
      load: () => import("./inbox-page.tsx"),
      navigation: { order: 41, icon: <AuditOutlined /> },
      roles: ["township_officer", "county_officer", "finance_officer", "finance_approver", "household"],
    },
    {
      path: "/funds/flow",
      title: fundPageTexts.flow,
      help: [fundPageTexts.flowHelp1, fundPageTexts.flowHelp2],
      load: () => import("./flow-page.tsx"),
      navigation: { order: 42, icon: <ShareAltOutlined /> },
      roles: READERS,
    },
    {
      path: "/funds/payments",
      title: fundPageTexts.payments,
      help: [fundPageTexts.paymentsHelp],
      load: () => import("./payments-page.tsx"),
    },
    {
      path: "/funds/payments/:household/:n",
      title: fundPageTexts.payment,
      help: [fundPageTexts.paymentHelp1, fundPageTexts.paymentHelp2],
      load: () => import("./payment-page.tsx"),
    },
    {
      path: "/funds/indicators/:indicator",
      title: fundPageTexts.indicator,
      help: [fundPageTexts.indicatorHelp],
      load: () => import("./indicator-page.tsx"),
    },
    {
      path: "/funds/households/:household",
      title: fundPageTexts.chain,
      help: [fundPageTexts.chainHelp],
      load: () => import("./chain-page.tsx"),
    },
  ],
});
