import { BarChartOutlined, SafetyCertificateOutlined } from "@ant-design/icons";
import { defineArea } from "../../app/area.ts";
import { publicTexts } from "./texts.ts";

export default defineArea({
  routes: [
    {
      path: "/public",
      title: publicTexts.statistics,
      help: [publicTexts.statisticsHelp1, publicTexts.statisticsHelp2],
      load: () => import("./statistics-page.tsx"),
      navigation: { order: 95, icon: <BarChartOutlined /> },
      open: true,
    },
    {
      path: "/public/receipt",
      title: publicTexts.receipt,
      help: [publicTexts.receiptHelp1, publicTexts.receiptHelp2],
      load: () => import("./receipt-page.tsx"),
      navigation: { order: 96, icon: <SafetyCertificateOutlined /> },
      open: true,
    },
  ],
});
