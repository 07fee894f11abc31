import { defineTexts } from "../../texts/text.ts";

export const actionTexts = defineTexts({
  title: { zh: "办理", en: "Actions" },
  help: {
    zh: "这里列出您的角色可以办理的全部事项。能否办理某一户、某一笔，还要看辖区和当前状态，由网络核定。",
    en: "Everything your roles may do. Whether it may be done to a certain record also depends on jurisdiction and state, which the network judges.",
  },
  formTitle: { zh: "办理事项", en: "Action" },
  formHelp1: {
    zh: "填好后先点“核对”：节点试算一遍，告诉您会改变什么、下一步由谁办理，或者哪里不符合规定。核对不会改变任何数据。",
    en: "Fill in, then check: the node tries it and tells what would change and who acts next, or what is refused. Checking changes nothing.",
  },
  formHelp2: {
    zh: "确认无误再点“提交”。浏览器用您的密钥签名；全网确认后结果不可更改，确认证明由本浏览器核对。",
    en: "Then submit. The browser signs with your key; once the network confirmed it the outcome is final, and this browser checks the proof.",
  },
  formHelp3: {
    zh: "您输入的内容随时保存在本机，断网、刷新都不会丢失，提交成功后自动清除。",
    en: "What you type is kept on this device through reloads and lost connections, and removed when the action was applied.",
  },
  mine: { zh: "我可以办理", en: "I may do" },
  others: { zh: "其他岗位办理", en: "Done by others" },
  nothing: { zh: "您的角色没有可以办理的事项。", en: "Your roles have nothing to do here." },
  who: { zh: "由谁办理：{roles}", en: "Who may: {roles}" },
  unknown: { zh: "没有这个办理事项", en: "There is no such action" },
  mayNot: { zh: "您的角色不能办理这个事项。", en: "Your roles may not do this." },
  check: { zh: "核对", en: "Check" },
  submit: { zh: "签名并提交", en: "Sign and submit" },
  again: { zh: "返回修改", en: "Change it" },
  checking: { zh: "正在核对…", en: "Checking…" },
  sending: { zh: "正在签名并提交…", en: "Signing and submitting…" },
  waiting: { zh: "已提交，正在等待全网确认…", en: "Submitted, waiting for the network…" },
  wouldChange: { zh: "核对通过。提交后将会：", en: "Checked. Submitting would:" },
  changes: { zh: "改变的记录", en: "Records that change" },
  events: { zh: "产生的事件", en: "Events" },
  next: { zh: "下一步", en: "Next" },
  nextBy: { zh: "{action}（{roles}）", en: "{action} ({roles})" },
  noNext: { zh: "没有后续步骤", en: "No further step" },
  refused: { zh: "核对不通过", en: "It would be refused" },
  applied: { zh: "已办结，不可更改", en: "Done and final" },
  proof: {
    zh: "区块 {height} 已由 {count} 个验证单位签署；结果路径、区块头和签名均由本浏览器核对无误。",
    en: "Block {height} is sealed by {count} validators; path, header and seals were checked by this browser.",
  },
  transaction: { zh: "查看交易", en: "The transaction" },
  another: { zh: "再办一件", en: "Another one" },
  rejected: { zh: "网络没有接受：{reason}", en: "The network rejected it: {reason}" },
  expired: {
    zh: "交易已过期，没有生效。可以重新提交。",
    en: "The transaction expired and had no effect. It may be submitted again.",
  },
  failedSent: {
    zh: "暂时无法得知结果。请不要重复填写，点“继续等待”查询。",
    en: "The outcome can't be learnt just now. Don't submit again: wait on.",
  },
  waitOn: { zh: "继续等待", en: "Wait on" },
  notKept: {
    zh: "浏览器存储已满或被禁用，填写的内容没有保存，请勿关闭本页。",
    en: "The browser's storage is full or forbidden: what you type isn't kept, don't close this page.",
  },
});
