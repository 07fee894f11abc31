import { FormOutlined } from "@ant-design/icons";
import { defineArea } from "../../app/area.ts";
import { actionTexts } from "./texts.ts";

export default defineArea({
  routes: [
    {
      path: "/actions",
      title: actionTexts.title,
      help: [actionTexts.help],
      load: () => import("./action-list.tsx"),
      navigation: { order: 80, icon: <FormOutlined /> },
    },
    {
      path: "/actions/:type",
      title: actionTexts.formTitle,
      help: [actionTexts.formHelp1, actionTexts.formHelp2, actionTexts.formHelp3],
      load: () => import("./action-page.tsx"),
    },
  ],
});
