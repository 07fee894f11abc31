import { HeartOutlined } from "@ant-design/icons";
import { defineArea } from "../../app/area.ts";
import { STAFF } from "../../app/staff.ts";
import { serviceTexts } from "./texts.ts";

export default defineArea({
  routes: [
    {
      path: "/services",
      title: serviceTexts.list,
      help: [serviceTexts.listHelp1, serviceTexts.listHelp2],
      load: () => import("./service-list.tsx"),
      navigation: { order: 30, icon: <HeartOutlined /> },
      roles: STAFF,
    },
    {
      path: "/services/new",
      title: serviceTexts.record,
      help: [serviceTexts.recordHelp1, serviceTexts.recordHelp2, serviceTexts.recordHelp3],
      load: () => import("./record-page.tsx"),
    },
    {
      path: "/services/:household",
      title: serviceTexts.ofHousehold,
      help: [serviceTexts.ofHouseholdHelp],
      load: () => import("./services-of-household.tsx"),
    },
    {
      path: "/services/:household/:n",
      title: serviceTexts.one,
      help: [serviceTexts.oneHelp1, serviceTexts.oneHelp2],
      load: () => import("./service-page.tsx"),
    },
  ],
});
