import { DashboardOutlined } from "@ant-design/icons";
import { defineArea } from "../../app/area.ts";
import { overviewTexts } from "./texts.ts";

export default defineArea({
  routes: [
    {
      path: "/overview",
      title: overviewTexts.title,
      help: [overviewTexts.help1, overviewTexts.help2, overviewTexts.help3],
      load: () => import("./overview-page.tsx"),
      navigation: { order: 10, icon: <DashboardOutlined /> },
      // Those to whom the node tells the statistics of their division.
      roles: [
        "village_clerk",
        "cadre",
        "village_secretary",
        "township_officer",
        "county_officer",
        "finance_officer",
        "finance_approver",
        "auditor",
        "statistician",
        "director",
      ],
    },
  ],
});
