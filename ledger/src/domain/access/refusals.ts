import type { RefusalCatalogue } from "../refusal.ts";

export const refusals: RefusalCatalogue = {
  "organisation.exists": {
    zh: "部门编号 {organisation} 已存在",
    en: "Organisation {organisation} exists already",
    hint: { zh: "请换一个编号。", en: "Choose another id." },
  },
  "organisation.ended": {
    zh: "该部门已终止，不能再改",
    en: "The organisation has ended and stays as it is",
    hint: { zh: "请登记新的部门。", en: "Register a new one." },
  },
  "organisation.not_active": {
    zh: "部门 {organisation} 未在用",
    en: "Organisation {organisation} isn't active",
    hint: { zh: "请先恢复该部门。", en: "Make it active first." },
  },
  "operator.exists": {
    zh: "操作员编号 {operator} 已存在",
    en: "Operator {operator} exists already",
    hint: { zh: "请换一个编号。", en: "Choose another id." },
  },
  "operator.ended": {
    zh: "该操作员已注销，不能再改",
    en: "The operator's registration has ended and stays as it is",
    hint: { zh: "请登记新的操作员。", en: "Register a new one." },
  },
  "operator.other_organisation": {
    zh: "操作员不在您部门的辖区内",
    en: "The operator's organisation lies outside your division",
    hint: {
      zh: "只能任用本部门或本辖区部门的人员。",
      en: "Choose someone of your own or a subordinate organisation.",
    },
  },
  "role.giver": {
    zh: "您所在部门不能授予“{role}”角色",
    en: "Your kind of organisation doesn't give the role {role}",
    hint: { zh: "请由主管该角色的部门授予：{kinds}。", en: "It is given by: {kinds}." },
  },
  "role.held": {
    zh: "已有这个角色，期限相同",
    en: "The operator holds this role until that date already",
    hint: { zh: "无需重复授予。", en: "Nothing needs to be done." },
  },
  "role.not_held": {
    zh: "没有这个角色",
    en: "The operator doesn't hold this role",
    hint: { zh: "请核对角色和地区。", en: "Check role and division." },
  },
  "role.too_many": {
    zh: "角色不能超过 {max} 个",
    en: "An operator holds at most {max} roles",
    hint: { zh: "请先收回不用的角色。", en: "Revoke those no longer needed." },
  },
  "role.until_past": {
    zh: "期限 {until} 已过",
    en: "The date {until} has passed",
    hint: { zh: "请填今天或以后的日期。", en: "Give today or a later date." },
  },
  "role.delegation": {
    zh: "只能把本人的角色在任期内委托给本部门同事，且不能再委托",
    en: "One delegates only a role of one's own, within its term, to a colleague, and not further",
    hint: { zh: "请核对角色、地区和期限。", en: "Check role, division and date." },
  },
  "key.in_use": {
    zh: "这个密钥已登记过",
    en: "This key is registered already",
    hint: { zh: "一个密钥只有一种用途，请生成新密钥。", en: "One key has one purpose: make a new one." },
  },
  "key.expiry_past": {
    zh: "密钥有效期已过",
    en: "The key's expiry has passed",
    hint: { zh: "请填以后的时间。", en: "Give a later time." },
  },
  "key.final": {
    zh: "已作废的密钥不能恢复",
    en: "A revoked key stays revoked",
    hint: { zh: "请登记新密钥。", en: "Register a new key." },
  },
  "key.last_admin": {
    zh: "不能停用或作废最后一个管理密钥",
    en: "The last admin key can't be suspended or revoked",
    hint: { zh: "请先登记新的管理密钥。", en: "Register another admin key first." },
  },
  "key.too_many": {
    zh: "管理密钥不能超过 {max} 个",
    en: "An organisation has at most {max} admin keys",
    hint: { zh: "请先作废不用的密钥。", en: "Revoke those no longer needed." },
  },
  "household_key.staff": {
    zh: "本户的帮扶责任人或信息员不能登记该户密钥",
    en: "A household's own cadre or clerk doesn't register its key",
    hint: { zh: "请由其他乡镇审核人员办理。", en: "Another township officer has to do this." },
  },
  "status.unchanged": {
    zh: "状态没有变化",
    en: "That is its status already",
    hint: { zh: "无需办理。", en: "Nothing needs to be done." },
  },
};
