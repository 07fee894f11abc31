import { defineTexts } from "../../texts/text.ts";

export const publicTexts = defineTexts({
  statistics: { zh: "公开统计", en: "Public statistics" },
  statisticsHelp1: {
    zh: "无须登录。输入 2、4、6、9 或 12 位行政区划代码，查看该地区及其各上级的户数、人口和已拨付资金。",
    en: "No signing in. Type a division's code of 2, 4, 6, 9 or 12 digits to see its households, persons and money paid, with those of each division above it.",
  },
  statisticsHelp2: {
    zh: "户数和人口为已建档并存续的户，含已脱贫和返贫的。过小的数字不公开。测试网络显示实时数字，正式网络显示最近一次发布。",
    en: "Households and persons are those of files that were registered and exist, out of poverty and fallen back included. Small figures aren't released. A test network shows them live, others their last release.",
  },
  code: { zh: "行政区划代码", en: "Code of the division" },
  codeHint: { zh: "例如 433124（花垣县）", en: "such as 433124 (Huayuan county)" },
  codeWrong: {
    zh: "行政区划代码为 2、4、6、9 或 12 位数字。",
    en: "A division's code has 2, 4, 6, 9 or 12 digits.",
  },
  show: { zh: "查看", en: "Show" },
  division: { zh: "地区", en: "Division" },
  households: { zh: "户数", en: "Households" },
  persons: { zh: "人口", en: "Persons" },
  paid: { zh: "已拨付资金", en: "Money paid" },
  suppressed: { zh: "数值过小，不公开", en: "too small to be released" },
  ofDivision: { zh: "各级行政区划的公开统计", en: "Public statistics of the division and those above" },

  receipt: { zh: "核对回执", en: "Check a receipt" },
  receiptHelp1: {
    zh: "无须登录。选择回执文件，或把内容粘贴到框中。核对全部在本浏览器内进行：回执不会上传。",
    en: "No signing in. Choose the receipt's file, or paste its text. All checks are made in this browser: the receipt isn't sent anywhere.",
  },
  receiptHelp2: {
    zh: "回执由“交易”页的“导出回执”得到，包含区块头、验证单位签署的证书、交易结果及其在区块中的路径。",
    en: "A receipt comes from “Export a receipt” on a transaction's page. It holds the block's header, the certificate that validators sealed, the outcome, and its path in the block.",
  },
  file: { zh: "回执文件", en: "The receipt's file" },
  text: { zh: "或粘贴回执内容", en: "Or paste its text" },
  check: { zh: "核对", en: "Check" },
  tooLong: { zh: "文件太大，不是回执。", en: "The file is too large to be a receipt." },
  unreadable: { zh: "无法读取这个文件。", en: "The file can't be read." },
  proved: { zh: "回执属实", en: "The receipt is true" },
  notProved: { zh: "回执不成立，请勿采信", en: "The receipt doesn't hold: don't rely on it" },
  undecided: { zh: "无法判定", en: "This can't be decided here" },
  otherValidators: {
    zh: "区块由创世名单以外的验证单位签署（名单后来变更过，或回执是伪造的）。本页只认创世名单，因此既不能证明，也不能否定。请在节点控制台中查看这笔交易。",
    en: "The block is sealed by validators other than genesis names (the set has changed since, or the receipt is forged). This page believes the genesis set alone, so it can neither prove nor refute it. Look the transaction up in a node's console.",
  },
  checked: { zh: "已核对的内容", en: "What was checked" },
  notChecked: { zh: "没有核对的内容", en: "What was not checked" },
  passed: { zh: "通过", en: "passed" },
  failed: { zh: "不通过", en: "failed" },
  open: { zh: "不能判定", en: "undecided" },
  notReached: { zh: "未进行", en: "not made" },
  checkFormat: {
    zh: "格式完整，没有多余内容",
    en: "The format is complete and nothing stands beside it",
  },
  checkNetwork: { zh: "属于网络 {chain}", en: "It is of the network {chain}" },
  checkCertificate: {
    zh: "区块头由创世名单中足够多的验证单位签署",
    en: "Enough of the validators that genesis names sealed the block's header",
  },
  checkOutcome: {
    zh: "交易及其结果就在这个区块中",
    en: "The transaction with this outcome stands in that block",
  },
  unprovedContents: {
    zh: "交易的具体内容：回执只证明编号和结果，谁办了什么要有权限的人在控制台查看。",
    en: "What the transaction did: a receipt proves its id and outcome; who did what is seen in the console by those with the right.",
  },
  unprovedLater: {
    zh: "之后的变化：后来的交易可能更正、退回或撤销了这件事。",
    en: "What came after: a later transaction may have corrected, returned or undone it.",
  },
  unprovedNetwork: {
    zh: "网络是不是您要找的那个：请把网络编号 {chain} 与主管部门公布的编号比对。",
    en: "Whether this is the network you mean: compare its id, {chain}, with the one that the department has published.",
  },
  unprovedReason: {
    zh: "未被接受的真实原因：它依据受限信息，只告知提交人。",
    en: "The true reason for the refusal: it rests on restricted facts and is told to the sender alone.",
  },
  outcome: { zh: "结果", en: "Outcome" },
  applied: { zh: "已生效", en: "Applied" },
  rejected: { zh: "未被接受（{code}）", en: "Rejected ({code})" },
  transaction: { zh: "交易编号", en: "Transaction" },
  block: { zh: "区块", en: "Block" },
  blockAt: { zh: "{height}（{time}）", en: "{height} ({time})" },
  blockHash: { zh: "区块哈希", en: "Block hash" },
  signedBy: { zh: "签署单位", en: "Sealed by" },
  seals: {
    zh: "{signers}；共 {validators} 个验证单位，至少需要 {needed} 个，第 {round} 轮",
    en: "{signers}; of {validators} validators at least {needed} are needed, round {round}",
  },
});
