import { ownEntry } from "../texts/own-entry.ts";
import { type Both, defineTexts } from "../texts/text.ts";

const TYPES = defineTexts({
  params: { zh: "链上参数", en: "Parameters" },
  validators: { zh: "验证单位", en: "Validators" },
  modules: { zh: "模块版本", en: "Modules" },
  due: { zh: "到期事项", en: "Due entries" },
  organisation: { zh: "单位", en: "Organisations" },
  operator: { zh: "操作员", en: "Operators" },
  key: { zh: "密钥", en: "Keys" },
  division: { zh: "行政区划", en: "Divisions" },
  statistics: { zh: "统计", en: "Statistics" },
  statistics_restricted: { zh: "统计（受限）", en: "Statistics (restricted)" },
  household: { zh: "农户档案", en: "Households" },
  household_restricted: { zh: "收支与生活条件（受限）", en: "Income and living (restricted)" },
  household_proposed: { zh: "待复核的收支与生活条件", en: "Proposed income and living" },
  assignments: { zh: "帮扶责任人记录", en: "Assignments" },
  corrections: { zh: "更正概况", en: "Corrections" },
  correction: { zh: "更正", en: "Correction" },
  person: { zh: "人员", en: "Persons" },
  person_restricted: { zh: "人员情况（受限）", en: "Person (restricted)" },
  person_proposed: { zh: "待复核的人员情况", en: "Proposed person facts" },
  account: { zh: "资金账户", en: "Accounts" },
  posting: { zh: "记账", en: "Postings" },
  indicator: { zh: "资金指标", en: "Indicators" },
  payments: { zh: "户资金概况", en: "A household's payments" },
  payment: { zh: "资金申请与拨付", en: "Payments" },
  services: { zh: "户服务概况", en: "A household's services" },
  service: { zh: "帮扶服务", en: "Services" },
  endorsement: { zh: "离线签名", en: "Endorsements" },
});

export function recordTypeName(type: string): Both {
  return ownEntry<Both>(TYPES, type) ?? { zh: type, en: type };
}

export const recordTexts = defineTexts({
  nation: { zh: "全国", en: "Nationwide" },
  title: { zh: "档案与记录", en: "Records" },
  help: {
    zh: "链上的每一类记录。可以按区划列出的点开即见列表；其他的请输入完整的记录键，例如 household/H…。",
    en: "Every kind of record on the chain. Those with a list open it by division; the others are read by their key, such as household/H….",
  },
  listTitle: { zh: "记录列表", en: "List of records" },
  listHelp: {
    zh: "按行政区划列出您有权查看的记录，由节点分页；点编号查看全文和历史。",
    en: "Records of a division that you may read, page by page; an id opens the record and its history.",
  },
  recordTitle: { zh: "记录", en: "Record" },
  recordHelp1: {
    zh: "一条记录的当前内容和全部历史：谁、何时、改了什么、为什么。",
    en: "A record's current content and its whole history: who, when, what and why.",
  },
  recordHelp2: {
    zh: "点“核对证明”，本浏览器会检查这条记录确实在某个区块的状态里，并由足够多的验证单位签署，不必相信任何一个节点。",
    en: "“Verify” lets this browser check that the record stands in a block's state sealed by enough validators, believing no single node.",
  },
  byKey: { zh: "按记录键查找", en: "Find by key" },
  keyHint: { zh: "例如 household/H…、indicator/I…", en: "Such as household/H… or indicator/I…" },
  open: { zh: "打开", en: "Open" },
  types: { zh: "记录类型", en: "Kinds of record" },
  pattern: { zh: "记录键", en: "Key" },
  restricted: { zh: "受限", en: "restricted" },
  division: { zh: "行政区划", en: "Division" },
  show: { zh: "列出", en: "List" },
  nothing: { zh: "没有可以查看的记录。", en: "No record that you may read." },
  unlisted: { zh: "这类记录没有列表，请输入记录键。", en: "This kind has no list; give a key." },
  content: { zh: "当前内容", en: "Content" },
  version: { zh: "第 {version} 版", en: "Version {version}" },
  verify: { zh: "核对证明", en: "Verify" },
  verifying: { zh: "正在核对…", en: "Verifying…" },
  verified: {
    zh: "核对无误：这条记录的第 {version} 版在区块 {height} 的状态中，路径、状态根、区块头和签名均由本浏览器检查。",
    en: "Verified: version {version} stands in the state of block {height}; path, state root, header and seals were checked by this browser.",
  },
  signed: {
    zh: "{validators} 个验证单位中有 {signed} 个签署了这个区块，每个签名都已由本浏览器验证。",
    en: "{signed} of {validators} validators signed this block; this browser checked each signature.",
  },
  stateRoot: { zh: "状态根：", en: "State root: " },
  differs: {
    zh: "证明有效，但与上面显示的版本不同：页面打开后记录已更新，请刷新。",
    en: "The proof holds but is of another version than shown above: the record changed since, read it anew.",
  },
  history: { zh: "历史", en: "History" },
  historyOf: { zh: "查看栏目", en: "Show" },
  allFields: { zh: "全部栏目", en: "All fields" },
  noHistory: { zh: "这类记录没有历史列表。", en: "This kind has no list of its history." },
  by: { zh: "{who}，{time}，区块 {height}", en: "{who}, {time}, block {height}" },
  system: { zh: "系统", en: "the system" },
  deleted: { zh: "已删除", en: "deleted" },
  change: { zh: "{field}：", en: "{field}: " },
  reason: { zh: "原因：{reason}", en: "Reason: {reason}" },
  transaction: { zh: "交易", en: "Transaction" },
});
