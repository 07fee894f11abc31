import { TeamOutlined } from "@ant-design/icons";
import { defineArea } from "../../app/area.ts";
import { STAFF } from "../../app/staff.ts";
import { householdTexts } from "./texts.ts";

export default defineArea({
  routes: [
    {
      path: "/households",
      title: householdTexts.list,
      help: [householdTexts.listHelp1, householdTexts.listHelp2],
      load: () => import("./household-list.tsx"),
      navigation: { order: 20, icon: <TeamOutlined /> },
      roles: STAFF,
    },
    {
      path: "/households/:household",
      title: householdTexts.file,
      help: [householdTexts.fileHelp1, householdTexts.fileHelp2, householdTexts.fileHelp3],
      load: () => import("./household-page.tsx"),
    },
  ],
});
