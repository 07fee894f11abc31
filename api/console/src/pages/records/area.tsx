import { DatabaseOutlined } from "@ant-design/icons";
import { defineArea } from "../../app/area.ts";
import { recordTexts } from "../../records/record-texts.ts";

export default defineArea({
  routes: [
    {
      path: "/records",
      title: recordTexts.title,
      help: [recordTexts.help],
      load: () => import("./record-types.tsx"),
      navigation: { order: 90, icon: <DatabaseOutlined /> },
    },
    {
      path: "/record-lists/:type",
      title: recordTexts.listTitle,
      help: [recordTexts.listHelp],
      load: () => import("./record-list.tsx"),
    },
    {
      path: "/records/*",
      title: recordTexts.recordTitle,
      help: [recordTexts.recordHelp1, recordTexts.recordHelp2],
      load: () => import("./record-page.tsx"),
    },
  ],
});
