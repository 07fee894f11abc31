import { defineArea } from "../../app/area.ts";
import { transactionTexts } from "./texts.ts";

export default defineArea({
  routes: [
    {
      path: "/transactions/:id",
      title: transactionTexts.title,
      help: [transactionTexts.help],
      load: () => import("./transaction-page.tsx"),
    },
  ],
});
