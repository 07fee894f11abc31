import type { Catalogue } from "@jingzhun/api";

/** Texts of what admission refuses, with what to do about it. A refusal comes before gossip: nothing was kept. */
export const mempoolRefusals: Catalogue = {
  "tx.chain_id": {
    zh: "这笔交易属于另一个网络（{chainId}）",
    en: "This transaction belongs to another network ({chainId})",
    hint: { zh: "请连接到正确的网络后重新签名。", en: "Connect to the right network and sign it again." },
  },
  "tx.expired": {
    zh: "交易已过有效期",
    en: "The transaction has expired",
    hint: {
      zh: "请核对本机时间，用新的有效期重新签名。",
      en: "Check this computer's clock and sign it with a new expiry.",
    },
  },
  "tx.expiry_window": {
    zh: "交易的有效期太长，最多为 15 分钟",
    en: "The transaction's expiry is too far ahead: at most 15 minutes",
    hint: { zh: "请核对本机时间，缩短有效期。", en: "Check this computer's clock and shorten the expiry." },
  },
  "tx.signature": {
    zh: "签名不对",
    en: "The signature is wrong",
    hint: { zh: "请用登记的密钥重新签名。", en: "Sign it again with the registered key." },
  },
  "tx.too_large": {
    zh: "交易太大",
    en: "The transaction is too large",
    hint: { zh: "请把内容分成几笔交易。", en: "Split it into several transactions." },
  },
  "key.unknown": {
    zh: "签名密钥没有登记",
    en: "The signing key isn't registered",
    hint: { zh: "请本单位管理员登记密钥。", en: "Ask your organisation's administrator to register it." },
  },
  "key.revoked": {
    zh: "签名密钥已吊销",
    en: "The signing key was revoked",
    hint: { zh: "请换用现行的密钥。", en: "Use the key that is in force." },
  },
  "key.suspended": {
    zh: "签名密钥已停用",
    en: "The signing key is suspended",
    hint: { zh: "请联系本单位管理员。", en: "Ask your organisation's administrator." },
  },
  "attachment.wrong_node": {
    zh: "这个节点不能接收附件",
    en: "This node doesn't take attachments",
    hint: { zh: "请提交到验证节点：{api}。", en: "Submit to a validator: {api}." },
  },
  "attachment.reference": {
    zh: "附件引用的写法不对",
    en: "An attachment isn't named as it should be",
    hint: { zh: "请更新客户端。", en: "Update the client." },
  },
  "attachment.missing": {
    zh: "缺少交易引用的附件",
    en: "An attachment that the transaction names is missing",
    hint: { zh: "请连同附件一起提交。", en: "Submit it together with its attachments." },
  },
  "attachment.unexpected": {
    zh: "附件与交易引用的编号不符",
    en: "An attachment isn't the one that the transaction names",
    hint: { zh: "请重新生成交易。", en: "Make the transaction again." },
  },
  "attachment.class": {
    zh: "附件类别不对",
    en: "An attachment has the wrong class",
    hint: { zh: "请重新生成交易。", en: "Make the transaction again." },
  },
  "attachment.too_long": {
    zh: "附件太大",
    en: "An attachment is too large",
    hint: { zh: "请缩小附件后重试。", en: "Make it smaller and try again." },
  },
  "overloaded.pool": {
    zh: "节点待处理的交易已满",
    en: "The node's pool of pending transactions is full",
    hint: {
      zh: "请稍后重试，同一笔交易可以重复提交。",
      en: "Try again shortly; sending the same transaction again is safe.",
    },
  },
  "overloaded.sender": {
    zh: "这个密钥待处理的交易太多",
    en: "This key has too many pending transactions",
    hint: {
      zh: "请等已提交的交易处理后再提交。",
      en: "Wait until those that were submitted have an outcome.",
    },
  },
};
