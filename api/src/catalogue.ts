import type { Catalogue } from "./problem.ts";

/** Texts of the API's own problems. Those of transactions come from the ledger's modules and the node. */
export const apiCatalogue: Catalogue = {
  "request.not_found": {
    zh: "没有这个地址",
    en: "No such address",
    hint: { zh: "所有接口见 /docs。", en: "All routes are listed at /docs." },
  },
  "request.method_not_allowed": {
    zh: "这个地址不接受 {method} 方法",
    en: "This address doesn't take {method}",
    hint: { zh: "可用的方法：{allow}。", en: "It takes {allow}." },
  },
  "request.too_large": {
    zh: "请求内容超过 {limit} 字节",
    en: "The request is larger than {limit} bytes",
    hint: { zh: "请分批提交。", en: "Send it in smaller parts." },
  },
  "request.headers_too_large": {
    zh: "请求头过大",
    en: "The request's headers are too large",
    hint: { zh: "请缩短地址和请求头。", en: "Send a shorter address and fewer headers." },
  },
  "request.media_type": {
    zh: "不支持的内容类型 {contentType}",
    en: "Content type {contentType} isn't supported here",
    hint: { zh: "请使用：{accepted}。", en: "Use {accepted}." },
  },
  "request.malformed": {
    zh: "请求内容不是有效的 {format}",
    en: "The request isn't valid {format}",
    hint: { zh: "请检查编码后重新提交。", en: "Check how it is encoded." },
  },
  "request.invalid": {
    zh: "参数“{field}”不合要求",
    en: 'Parameter "{field}" isn\'t valid: {expected}',
    hint: { zh: "各参数的要求见 /docs。", en: "Every parameter is described at /docs." },
  },
  "request.cursor": {
    zh: "翻页标记无效",
    en: "The cursor isn't valid for this list",
    hint: { zh: "请从第一页重新开始。", en: "Start again from the first page." },
  },
  "request.batch_too_long": {
    zh: "一批最多 {limit} 笔交易",
    en: "A batch holds at most {limit} transactions",
    hint: { zh: "请分批提交。", en: "Send several batches." },
  },
  "request.timeout": {
    zh: "请求超时",
    en: "The request took too long",
    hint: { zh: "请检查网络后重试。", en: "Check the connection and try again." },
  },
  "request.origin": {
    zh: "不接受来自这个来源的请求",
    en: "Requests from this origin aren't accepted",
    hint: { zh: "请从登记的地址打开页面。", en: "Open the page from a registered address." },
  },
  "request.host": {
    zh: "这个接口只在本机可用",
    en: "This route is available on the machine itself only",
    hint: { zh: "请用 127.0.0.1 或 localhost 访问。", en: "Use 127.0.0.1 or localhost." },
  },
  "rate.limited": {
    zh: "请求过于频繁",
    en: "Too many requests",
    hint: { zh: "请在 {retryAfter} 秒后重试。", en: "Try again in {retryAfter} s." },
  },
  overloaded: {
    zh: "节点繁忙",
    en: "The node is at its limit",
    hint: {
      zh: "请稍后重试，同一笔交易可以重复提交。",
      en: "Try again shortly; sending the same transaction again is safe.",
    },
  },
  behind: {
    zh: "节点还没有到达区块 {minHeight}（现在是 {height}）",
    en: "The node hasn't reached height {minHeight} yet (it is at {height})",
    hint: { zh: "请换一个节点或稍后重试。", en: "Ask another node or try again shortly." },
  },
  "auth.required": {
    zh: "请先登录",
    en: "Please sign in first",
    hint: {
      zh: "用操作员密钥登录（/v1/auth/challenge）。",
      en: "Sign in with the operator's key (/v1/auth/challenge).",
    },
  },
  "auth.token": {
    zh: "登录已失效",
    en: "The token isn't valid here or has ended",
    hint: { zh: "请重新登录。", en: "Sign in again." },
  },
  "auth.challenge": {
    zh: "登录口令已失效或已用过",
    en: "The challenge has ended or was used",
    hint: { zh: "请重新申请。", en: "Ask for a new one." },
  },
  "auth.refused": {
    zh: "登录被拒绝：密钥未登记、已停用，或签名不对",
    en: "Sign-in refused: the key isn't registered, isn't active, or the signature is wrong",
    hint: {
      zh: "请核对密钥文件，或请本单位管理员登记。",
      en: "Check the key file, or ask your organisation's administrator to register it.",
    },
  },
  "auth.audience": {
    zh: "登录签名是给另一个地址的",
    en: "The sign-in was signed for another address",
    hint: { zh: "请直接访问节点登记的地址。", en: "Use the node's registered address directly." },
  },
  "read.role": {
    zh: "您的角色不能查看这项内容",
    en: "Your role may not read this",
    hint: { zh: "可以查看的角色：{roles}。", en: "Roles that may: {roles}." },
  },
  "read.jurisdiction": {
    zh: "不在您的管辖范围内",
    en: "Outside your jurisdiction",
    hint: { zh: "请改查本人任职的地区。", en: "Ask within the divisions of your roles." },
  },
  "permission.sender": {
    zh: "只能试算本人签名的交易",
    en: "Only the sender may try a transaction",
    hint: { zh: "请用签名这笔交易的密钥登录。", en: "Sign in with the key that signed it." },
  },
  not_ready: {
    zh: "节点暂时不能服务",
    en: "The node can't serve at the moment",
    hint: {
      zh: "原因见 values.reasons；请暂用其他节点。",
      en: "See values.reasons; use another node meanwhile.",
    },
  },
  "clock.backwards": {
    zh: "时钟只能往前拨",
    en: "The clock only moves forward",
    hint: { zh: "请给出晚于当前时间的时刻。", en: "Give a time after the present one." },
  },
  "clock.too_far": {
    zh: "时钟不能拨到 {end} 或更晚",
    en: "The clock can't be moved to {end} or later",
    hint: {
      zh: "拨快的时钟无法拨回，请核对单位和时刻。",
      en: "A clock that was moved can't be moved back: check the unit and the time.",
    },
  },
  "statistics.no_release": {
    zh: "还没有发布的统计数据",
    en: "No statistics have been released yet",
    hint: { zh: "登录后可查本辖区的实时统计。", en: "Sign in to see live statistics of your division." },
  },
  "record.not_found": {
    zh: "没有找到，或不在您的管辖范围内",
    en: "Not found, or outside your jurisdiction",
    hint: { zh: "请核对编号。", en: "Check the id." },
  },
  "block.not_found": {
    zh: "这个节点没有区块 {height}",
    en: "This node has no block {height}",
    hint: { zh: "可查的范围见 /v1/status。", en: "See /v1/status for the range it has." },
  },
  "tx.not_found": {
    zh: "没有找到这笔交易，或不在您的管辖范围内",
    en: "No such transaction in a block, or outside your jurisdiction",
    hint: { zh: "请核对交易编号。", en: "Check the transaction id." },
  },
  "testnet.only": {
    zh: "只有测试网络才有这项功能",
    en: "Only a test network has this",
    hint: { zh: "正式网络不能调整时钟。", en: "A production network's clock can't be moved." },
  },
  "codec.unknown_type": {
    zh: "交易里有不能使用的数据类型，例如小数",
    en: "The transaction holds a type that can't be used, such as a decimal fraction",
    hint: {
      zh: "金额须为整数分；只能用文字、整数、是否、字节、列表和对象。",
      en: "Amounts are whole fen; only texts, whole numbers, booleans, bytes, lists and objects can be used.",
    },
  },
  "codec.integer_range": {
    zh: "交易里的数超出范围",
    en: "A number in the transaction is out of range",
    hint: {
      zh: "金额（分）和数量须为整数，绝对值不超过 9007199254740991。",
      en: "Amounts (fen) and counts are whole numbers of at most 9007199254740991 either way.",
    },
  },
  "codec.*": {
    zh: "交易编码不规范",
    en: "The transaction's bytes aren't in canonical form",
    hint: {
      zh: "请更新客户端；金额须为整数分。",
      en: "Update the client; amounts are whole fen, and every value has one form.",
    },
  },
  "signed_tx.invalid": {
    zh: "不是一笔签名交易",
    en: "This isn't a signed transaction: {problem}",
    hint: { zh: "请更新客户端。", en: "Update the client." },
  },
  "tx_body.invalid": {
    zh: "交易内容格式不对",
    en: "The transaction's body isn't valid: {problem}",
    hint: { zh: "请核对 path 所指的字段。", en: "Check the field named by path." },
  },
  "tx.system_alone": {
    zh: "操作“{type}”必须单独成为一笔交易",
    en: "{type} has to be the only action of its transaction",
    hint: { zh: "请把其他操作另行提交。", en: "Submit the other actions by themselves." },
  },
  "attachment.invalid": {
    zh: "附件格式不对",
    en: "An attachment isn't valid: {problem}",
    hint: { zh: "请重新生成交易。", en: "Make the transaction again." },
  },
  "events.too_far": {
    zh: "续传位置太旧或不存在",
    en: "The place to resume from is too old or isn't there yet",
    hint: { zh: "请改用区块列表补齐。", en: "Read the blocks in between from /v1/chain/blocks." },
  },
  "internal.error": {
    zh: "节点内部错误",
    en: "Something went wrong inside the node",
    hint: { zh: "请把时间和地址告诉管理员。", en: "Tell your administrator the time and the address." },
  },
};
