import { ApartmentOutlined, BlockOutlined, CloudServerOutlined } from "@ant-design/icons";
import { defineArea } from "../../app/area.ts";
import { textIn } from "../../texts/text.ts";
import { VOTED_BLOCKS } from "./limits.ts";
import { explorerTexts } from "./texts.ts";

const counted = { count: VOTED_BLOCKS };
const validatorsHelp1 = {
  zh: textIn("zh", explorerTexts.validatorsHelp1, counted),
  en: textIn("en", explorerTexts.validatorsHelp1, counted),
};

export default defineArea({
  routes: [
    {
      path: "/explorer",
      title: explorerTexts.blocks,
      help: [explorerTexts.blocksHelp1, explorerTexts.blocksHelp2],
      load: () => import("./blocks-page.tsx"),
      navigation: { order: 80, icon: <BlockOutlined /> },
    },
    {
      path: "/explorer/blocks/:height",
      title: explorerTexts.block,
      help: [explorerTexts.blockHelp1, explorerTexts.blockHelp2],
      load: () => import("./block-page.tsx"),
    },
    {
      path: "/explorer/transactions/:id",
      title: explorerTexts.transactionTitle,
      help: [explorerTexts.transactionHelp1, explorerTexts.transactionHelp2],
      load: () => import("./transaction-page.tsx"),
    },
    {
      path: "/explorer/validators",
      title: explorerTexts.validators,
      help: [validatorsHelp1, explorerTexts.validatorsHelp2],
      load: () => import("./validators-page.tsx"),
      navigation: { order: 81, icon: <ApartmentOutlined /> },
    },
    {
      path: "/explorer/node",
      title: explorerTexts.node,
      help: [explorerTexts.nodeHelp1, explorerTexts.nodeHelp2],
      load: () => import("./node-page.tsx"),
      navigation: { order: 82, icon: <CloudServerOutlined /> },
    },
  ],
});
