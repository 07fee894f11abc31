import { defineTexts } from "../texts/text.ts";

export const sessionTexts = defineTexts({
  title: { zh: "登录", en: "Sign in" },
  help1: {
    zh: "登录就是用您的密钥回答节点的一次提问；密钥只在本浏览器里使用，不会发送给任何人。",
    en: "Signing in is answering the node's challenge with your key. The key is used in this browser only and is sent to nobody.",
  },
  help2: {
    zh: "测试网络上请选择一个演示角色（均为虚构）；正式网络上请选择单位发给您的密钥文件并输入口令。用完请点“退出”。",
    en: "On a test network choose one of the invented roles; elsewhere choose the key file that your organisation gave you and type its passphrase. Sign out when you have finished.",
  },
  who: { zh: "您是谁？", en: "Who are you?" },
  demo: {
    zh: "这是测试网络，人员和单位岗位均为虚构。选择一个角色即可登录。",
    en: "This is a test network; all people are invented. Choose a role to sign in.",
  },
  others: { zh: "其他演示人员", en: "Other invented people" },
  othersSearch: { zh: "按姓名、单位或角色查找", en: "Search by name, organisation or role" },
  keyFile: { zh: "用密钥文件登录", en: "Sign in with a key file" },
  chooseFile: { zh: "密钥文件", en: "Key file" },
  chooseFileHint: {
    zh: "单位管理员发给您的 .json 文件。",
    en: "The .json file that your organisation's administrator gave you.",
  },
  passphrase: { zh: "口令", en: "Passphrase" },
  signIn: { zh: "登录", en: "Sign in" },
  opening: { zh: "正在打开密钥…", en: "Opening the key…" },
  fileInvalid: {
    zh: "这不是密钥文件，或文件已损坏。请选择单位管理员发给您的 .json 文件。",
    en: "This isn't a key file, or it is damaged. Choose the .json file that your administrator gave you.",
  },
  fileRole: {
    zh: "这是节点的密钥，不能用来登录。请选择操作员或单位管理密钥的文件。",
    en: "This is a node's key and can't be used to sign in. Choose an operator's or an admin key's file.",
  },
  passphraseWrong: {
    zh: "口令不对，或文件被改动过。请核对大小写和输入法。",
    en: "The passphrase is wrong, or the file was changed. Check capitals and the input method.",
  },
  passphraseNeeded: { zh: "请输入口令", en: "Type the passphrase" },
  fileNeeded: { zh: "请选择密钥文件", en: "Choose a key file" },
  notKept: {
    zh: "浏览器不能在此保存密钥（连接不安全，或本机存储被禁用）：关闭或刷新页面后需要重新登录。",
    en: "The browser can't keep the key here (the connection isn't secure, or storage is forbidden): after closing or reloading the page you sign in again.",
  },
  refused: {
    zh: "节点不接受这个密钥（{reason}），已退出登录。",
    en: "The node doesn't accept this key ({reason}); you were signed out.",
  },
  notForgotten: {
    zh: "已退出，但浏览器没能删除本机保存的密钥。如果是公用电脑，请在浏览器设置中清除本网站的数据。",
    en: "You are signed out, but the browser couldn't remove the key it keeps. On a shared computer clear this site's data in the browser's settings.",
  },
  publicPart: { zh: "公开内容不需要登录。", en: "Public content needs no signing in." },
});
