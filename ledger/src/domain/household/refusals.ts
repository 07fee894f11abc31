import type { RefusalCatalogue } from "../refusal.ts";

export const householdRefusals: RefusalCatalogue = {
  "date.in_future": {
    zh: "日期 {date} 晚于今天（{today}）",
    en: "The date {date} lies after today ({today})",
    hint: { zh: "请填写已经发生的日期。", en: "Give a date that has come." },
  },
  "household.exists": {
    zh: "户编号 {household} 已经使用",
    en: "The household id {household} is in use",
    hint: { zh: "户编号永久唯一，请重新生成。", en: "Ids are permanent; make a new one." },
  },
  "household.person_exists": {
    zh: "人编号 {person} 已经在其他档案中",
    en: "The person id {person} is already in a file",
    hint: { zh: "请办理人员转移，或重新生成编号。", en: "Move the person between files, or make a new id." },
  },
  "household.member_twice": {
    zh: "人编号 {person} 在同一户中出现两次",
    en: "The person id {person} stands twice in the household",
    hint: { zh: "每个成员只填写一次。", en: "Enter each member once." },
  },
  "household.division_level": {
    zh: "{division} 不是行政村",
    en: "{division} isn't a village",
    hint: { zh: "请选择 12 位村级代码。", en: "Choose a village: a code of the fifth level." },
  },
  "household.no_head": {
    zh: "户中没有户主",
    en: "The household has no head",
    hint: { zh: "请把一名成员的关系填为“本人或户主”。", en: "Give one member the relation self." },
  },
  "household.two_heads": {
    zh: "户中有 {heads} 名户主",
    en: "The household has {heads} heads",
    hint: { zh: "只能有一名户主。", en: "Exactly one member has the relation self." },
  },
  "household.two_spouses": {
    zh: "户中有 {spouses} 名户主配偶",
    en: "The head has {spouses} spouses",
    hint: { zh: "只能有一名户主配偶。", en: "At most one member has the relation spouse." },
  },
  "household.birth_date": {
    zh: "出生日期不可能：{birthDate}",
    en: "The birth date {birthDate} can't be",
    hint: {
      zh: "出生日期不能晚于生效日期，也不能早于 130 年前。",
      en: "It lies before the effective date and at most 130 years back.",
    },
  },
  "household.income_person": {
    zh: "收支项目中的人编号 {person} 不是本户成员",
    en: "An income line names {person}, who isn't a member",
    hint: { zh: "请填写本户成员，或留空表示全户。", en: "Name a member, or leave it out for the household." },
  },
  "household.state": {
    zh: "档案状态 {state} 不允许此操作",
    en: "The file's state {state} doesn't allow this",
    hint: { zh: "请查看档案的流程进度。", en: "See the file's process for what comes next." },
  },
  "household.not_member": {
    zh: "{person} 不是本户成员",
    en: "{person} isn't a member of this household",
    hint: { zh: "请核对人编号。", en: "Check the person's id." },
  },
  "household.code_ended": {
    zh: "{field} 的取值 {value} 在该年份不适用",
    en: "The value {value} of {field} isn't in force in that year",
    hint: { zh: "请选择该年份有效的代码。", en: "Choose a value that is in force on the effective date." },
  },
  "household.nothing_changed": {
    zh: "没有任何变化",
    en: "Nothing would change",
    hint: { zh: "请填写与现有内容不同的值。", en: "Give a value that differs from the present one." },
  },
  "household.not_a_cadre": {
    zh: "操作员 {operator} 不是该村范围内在岗的帮扶干部",
    en: "The operator {operator} isn't an active cadre for this village",
    hint: {
      zh: "需要 cadre 或 village_secretary 角色，且范围包含该村。",
      en: "The role cadre or village_secretary must be in force for a division that holds the village.",
    },
  },
  "household.already_responsible": {
    zh: "操作员 {operator} 已经是帮扶责任人",
    en: "The operator {operator} is responsible already",
    hint: { zh: "无需重复指定。", en: "There is nothing to do." },
  },
  "household.not_responsible": {
    zh: "操作员 {operator} 不是帮扶责任人",
    en: "The operator {operator} isn't responsible for this household",
    hint: { zh: "请核对被替换的责任人。", en: "Check whom the new person replaces." },
  },
  "household.too_many_responsible": {
    zh: "帮扶责任人已达 {max} 名",
    en: "There are {max} responsible persons already",
    hint: { zh: "请指明替换哪一位。", en: "Say whom the new one replaces." },
  },
  "household.period": {
    zh: "截止日期早于开始日期",
    en: "The last day lies before the first",
    hint: { zh: "请核对起止日期。", en: "Check both dates." },
  },
  "correction.waiting": {
    zh: "第 {n} 号更正还在等待复核",
    en: "Correction {n} still waits for a second person",
    hint: { zh: "请先复核该更正。", en: "Have that one decided first." },
  },
  "correction.decided": {
    zh: "该更正已经处理（{state}）",
    en: "This correction has been decided ({state})",
    hint: { zh: "如仍有错误，请提出新的更正。", en: "Request a new one if something is still wrong." },
  },
  "correction.outdated": {
    zh: "更正提出后档案已被修改",
    en: "The file has changed since the correction was requested",
    hint: { zh: "请不同意此更正，并按现状重新提出。", en: "Decline it and request it again." },
  },
};
