import { HomeOutlined } from "@ant-design/icons";
import { defineArea } from "../../app/area.ts";
import { homeTexts } from "./texts.ts";

export default defineArea({
  routes: [
    {
      path: "/",
      title: homeTexts.title,
      help: [homeTexts.help1, homeTexts.help2],
      load: () => import("./home.tsx"),
      navigation: { order: 0, icon: <HomeOutlined /> },
    },
  ],
});
