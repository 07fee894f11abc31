import { defineCodeList } from "./code-list.ts";

export const STANDARDS = defineCodeList({
  name: "standard",
  version: 1,
  title: { zh: "识别标准", en: "Standard" },
  entries: [
    { id: "national", zh: "国定标准", en: "National standard" },
    { id: "provincial", zh: "省定标准", en: "Provincial standard" },
  ],
});

/** 贫困户属性. The dictionary's numbers for them weren't looked up. */
export const HOUSEHOLD_KINDS = defineCodeList({
  name: "household_kind",
  version: 1,
  title: { zh: "户类型", en: "Kind of household" },
  entries: [
    {
      id: "general",
      zh: "一般贫困户",
      en: "General poor household",
      eras: [{ from: 2021, zh: "一般脱贫户", en: "General household out of poverty" }],
    },
    {
      id: "low_income_insured",
      zh: "低保贫困户",
      en: "Poor household on minimum living allowance",
      eras: [{ from: 2021, zh: "低保脱贫户", en: "Household out of poverty on minimum living allowance" }],
    },
    {
      id: "destitute",
      zh: "特困供养贫困户",
      en: "Destitute household in public care",
      eras: [{ from: 2021, zh: "特困供养脱贫户", en: "Household out of poverty in public care" }],
    },
    { id: "low_income_edge", zh: "低保边缘户", en: "Household at the edge of the allowance", from: 2020 },
    { id: "rigid_expenditure", zh: "刚性支出困难户", en: "Household with rigid expenditure", from: 2020 },
  ],
});

export const HOUSEHOLD_FLAGS = defineCodeList({
  name: "household_flag",
  version: 1,
  title: { zh: "户标识", en: "Household flags" },
  entries: [
    { id: "military_family", zh: "军烈属", en: "Family of soldiers or martyrs" },
    { id: "only_child", zh: "独生子女户", en: "Only-child household" },
    { id: "two_daughters", zh: "双女户", en: "Two-daughter household" },
  ],
});

/** 致贫原因. The last three came with the dictionary of 2018, which gives them no number here. */
export const CAUSES = defineCodeList({
  name: "cause",
  version: 1,
  title: { zh: "致贫原因", en: "Cause of poverty" },
  entries: [
    { id: "illness", zh: "因病", en: "Illness", jdlk: "01", group: "self" },
    { id: "disability", zh: "因残", en: "Disability", jdlk: "02" },
    { id: "schooling", zh: "因学", en: "Schooling", jdlk: "03", group: "self" },
    { id: "disaster", zh: "因灾", en: "Disaster", jdlk: "04", group: "nature" },
    { id: "land", zh: "缺土地", en: "Lack of land", jdlk: "05", group: "society" },
    { id: "water", zh: "缺水", en: "Lack of water", jdlk: "06" },
    { id: "technology", zh: "缺技术", en: "Lack of skills", jdlk: "07", group: "society" },
    { id: "labour", zh: "缺劳力", en: "Lack of labour", jdlk: "08", group: "society" },
    { id: "capital", zh: "缺资金", en: "Lack of capital", jdlk: "09", group: "society" },
    { id: "transport", zh: "交通条件落后", en: "Poor transport", jdlk: "10", group: "society" },
    { id: "motivation", zh: "自身发展动力不足", en: "Lack of motivation", jdlk: "11", group: "self" },
    { id: "marriage", zh: "因婚", en: "Marriage", from: 2018 },
    { id: "bereavement", zh: "因丧", en: "Bereavement", from: 2018 },
    { id: "other", zh: "其他", en: "Other (with a remark)" },
  ],
});

/** First axis: registration 两公示一公告. Which steps lead where: household/states.ts. */
export const REGISTRATION_STATES = defineCodeList({
  name: "registration_state",
  version: 1,
  title: { zh: "识别与退出状态", en: "Registration" },
  entries: [
    { id: "applied", zh: "已申请", en: "Applied" },
    { id: "deliberated", zh: "已民主评议", en: "Deliberated by the village" },
    { id: "village_publicised", zh: "村级公示中", en: "Publicised in the village" },
    { id: "township_verified", zh: "乡镇已核实", en: "Verified by the township" },
    { id: "township_publicised", zh: "乡镇公示中", en: "Publicised by the township" },
    { id: "county_approved", zh: "县级已审批", en: "Approved by the county" },
    {
      id: "registered",
      zh: "贫困户",
      en: "Registered poor household",
      eras: [{ from: 2021, zh: "防止返贫致贫对象", en: "Household protected against poverty" }],
    },
    { id: "exit_proposed", zh: "退出已评议", en: "Exit proposed after deliberation" },
    { id: "exit_verified", zh: "退出已核实", en: "Exit verified by village committee and work team" },
    { id: "exit_agreed", zh: "退出双认定", en: "Exit agreed by the household" },
    { id: "exit_publicised", zh: "退出公示中", en: "Exit publicised" },
    {
      id: "exited",
      zh: "已脱贫",
      en: "Out of poverty",
      jdlk: "03",
      eras: [{ from: 2021, zh: "脱贫户", en: "Household out of poverty" }],
    },
    { id: "returned", zh: "返贫", en: "Fallen back into poverty", jdlk: "02" },
    { id: "rejected", zh: "未通过", en: "Rejected" },
    { id: "withdrawn", zh: "已撤回", en: "Withdrawn" },
  ],
});

/** Second axis: 防返贫监测, since 2021. */
export const MONITORING_STATES = defineCodeList({
  name: "monitoring_state",
  version: 1,
  title: { zh: "监测状态", en: "Monitoring" },
  entries: [
    { id: "none", zh: "未监测", en: "Not monitored" },
    { id: "clue", zh: "有风险线索", en: "Clue" },
    { id: "visited", zh: "已入户核实", en: "Visited with authorisation" },
    { id: "publicised", zh: "村级评议公示中", en: "Publicised in the village" },
    { id: "reviewed", zh: "乡镇已审核", en: "Reviewed by the township" },
    { id: "monitored", zh: "监测对象", en: "Monitored" },
    { id: "stable", zh: "风险稳定消除", en: "Risk removed, stable" },
    { id: "natural", zh: "风险自然消除", en: "Risk removed, natural" },
  ],
});

export const MONITORING_TYPES = defineCodeList({
  name: "monitoring_type",
  version: 1,
  title: { zh: "监测对象类型", en: "Type of monitored household" },
  entries: [
    { id: "unstable", zh: "脱贫不稳定户", en: "Unstable exit" },
    { id: "marginal", zh: "边缘易致贫户", en: "At the margin of poverty" },
    { id: "sudden", zh: "突发严重困难户", en: "Sudden serious hardship" },
  ],
});

export const RISKS = defineCodeList({
  name: "risk",
  version: 1,
  title: { zh: "返贫风险", en: "Risk of poverty" },
  entries: [
    { id: "illness", zh: "因病", en: "Illness" },
    { id: "disability", zh: "因残", en: "Disability" },
    { id: "schooling", zh: "因学", en: "Schooling" },
    { id: "disaster", zh: "因灾", en: "Disaster" },
    { id: "accident", zh: "因意外事故", en: "Accident" },
    { id: "business_failure", zh: "生产经营项目失败", en: "Business failure" },
    { id: "job_loss", zh: "务工就业不稳", en: "Loss of work" },
    { id: "labour", zh: "缺劳力", en: "Lack of labour" },
    { id: "housing", zh: "住房出现安全问题", en: "Unsafe housing" },
    { id: "water", zh: "饮水出现安全问题", en: "Unsafe water" },
    { id: "other", zh: "其他", en: "Other (with a remark)" },
  ],
});

/** Fourth axis. (The third, benefit eligibility, is derived from measures and is no state.) */
export const EXISTENCE_STATES = defineCodeList({
  name: "existence_state",
  version: 1,
  title: { zh: "户存续状态", en: "Existence" },
  entries: [
    { id: "active", zh: "存续", en: "Active" },
    { id: "split", zh: "已分户", en: "Split" },
    { id: "merged", zh: "已并户", en: "Merged" },
    { id: "moved", zh: "已迁出", en: "Moved away" },
    { id: "deleted", zh: "已销户", en: "Deleted" },
  ],
});

export const CORRECTION_STATES = defineCodeList({
  name: "correction_state",
  version: 1,
  title: { zh: "更正状态", en: "Correction" },
  entries: [
    { id: "requested", zh: "待复核", en: "Waiting for a second person" },
    { id: "confirmed", zh: "已更正", en: "Corrected" },
    { id: "declined", zh: "未同意", en: "Declined" },
  ],
});
