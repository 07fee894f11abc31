import { defineTexts } from "../../texts/text.ts";

export const homeTexts = defineTexts({
  title: { zh: "首页", en: "Start" },
  help1: {
    zh: "这里列出您的角色今天可以办理的事项、本节点的状态和最新区块。",
    en: "What your role can do today, the state of this node, and the latest blocks.",
  },
  help2: {
    zh: "点“办理”进入表单：先核对会发生什么，再提交；提交后由全网节点确认，结果不可更改。",
    en: "An entry opens a form: first see what would happen, then submit. The network's nodes confirm it and the outcome is final.",
  },
  newFiles: { zh: "待审批建档", en: "Files to decide on" },
  files: { zh: "{count} 户", en: "{count}" },
  filesMore: { zh: "{count} 户以上", en: "more than {count}" },
  views: { zh: "我可以查看", en: "What I can look at" },
  tasks: { zh: "我可以办理", en: "What I can do" },
  noTasks: {
    zh: "您的角色以查看为主，没有需要办理的事项。",
    en: "Your role reads; there is nothing for it to submit.",
  },
  allTasks: { zh: "全部办理事项", en: "All actions" },
  node: { zh: "本节点", en: "This node" },
  chain: { zh: "网络", en: "Network" },
  peers: { zh: "连接的节点", en: "Connected nodes" },
  waiting: { zh: "等待入块的交易", en: "Transactions waiting" },
  validators: { zh: "验证单位", en: "Validators" },
  role: { zh: "本节点角色", en: "Role of this node" },
  validator: { zh: "验证节点", en: "Validator" },
  observer: { zh: "观察节点", en: "Observer" },
  remedy: { zh: "处理办法", en: "What to do" },
  blocks: { zh: "最新区块", en: "Latest blocks" },
  blocksOf: { zh: "最新区块，随出块自动更新", en: "Latest blocks, as they come" },
  height: { zh: "高度", en: "Height" },
  time: { zh: "时间", en: "Time" },
  transactions: { zh: "交易数", en: "Transactions" },
  hash: { zh: "区块哈希", en: "Block hash" },
});
