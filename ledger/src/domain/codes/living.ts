import { defineCodeList } from "./code-list.ts";

/** 住房安全等级 (JGJ 125): C and D are dangerous. */
export const HOUSING_GRADES = defineCodeList({
  name: "housing_grade",
  version: 1,
  title: { zh: "住房等级", en: "Grade of housing" },
  entries: [
    { id: "a", zh: "A级（安全）", en: "A (safe)" },
    { id: "b", zh: "B级（基本安全）", en: "B (basically safe)" },
    { id: "c", zh: "C级危房（局部危险）", en: "C (partly dangerous)" },
    { id: "d", zh: "D级危房（整体危险）", en: "D (dangerous)" },
  ],
});

/** 入户路类型 */
export const ROADS = defineCodeList({
  name: "road",
  version: 1,
  title: { zh: "入户路", en: "Road to the house" },
  entries: [
    { id: "earth", zh: "泥土路", en: "Earth", jdlk: "01" },
    { id: "gravel", zh: "砂石路", en: "Gravel", jdlk: "02" },
    { id: "concrete", zh: "水泥路", en: "Concrete", jdlk: "03" },
    { id: "asphalt", zh: "沥青路", en: "Asphalt", jdlk: "04" },
  ],
});

/** 主要燃料 */
export const FUELS = defineCodeList({
  name: "fuel",
  version: 1,
  title: { zh: "主要燃料", en: "Main fuel" },
  entries: [
    { id: "wood", zh: "柴草", en: "Wood and straw", jdlk: "01" },
    { id: "dung", zh: "干畜粪", en: "Dried dung", jdlk: "02" },
    { id: "coal", zh: "煤炭", en: "Coal", jdlk: "03" },
    { id: "clean", zh: "清洁能源", en: "Clean energy", jdlk: "04" },
    { id: "other", zh: "其他", en: "Other", jdlk: "05" },
  ],
});

/** 两不愁三保障 and drinking water: the guarantees that exit rests on. */
export const GUARANTEES = defineCodeList({
  name: "guarantee",
  version: 1,
  title: { zh: "两不愁三保障", en: "Guarantees" },
  entries: [
    { id: "food", zh: "不愁吃", en: "Food" },
    { id: "clothing", zh: "不愁穿", en: "Clothing" },
    { id: "education", zh: "义务教育有保障", en: "Compulsory education" },
    { id: "medical", zh: "基本医疗有保障", en: "Basic medical care" },
    { id: "housing", zh: "住房安全有保障", en: "Safe housing" },
    { id: "water", zh: "饮水安全有保障", en: "Safe water" },
  ],
});

/**
 * Income and spending lines 收支. The group says how a line enters net income: `wages`, `business`, `property`,
 * `transfer` add; `cost` reduces; `unstable` adds to income but never to the stable income of the exit test;
 * `rigid` never reduces income and gives the second figure 刚性支出后. Transfer numbers are those of the
 * 建档立卡 dictionary.
 */
export const INCOME_LINES = defineCodeList({
  name: "income_line",
  version: 1,
  title: { zh: "收支项目", en: "Income and spending line" },
  entries: [
    { id: "wages", zh: "工资性收入", en: "Wages", group: "wages" },
    { id: "crops", zh: "种植收入", en: "Crops", group: "business" },
    { id: "forestry", zh: "林业收入", en: "Forestry", group: "business" },
    { id: "livestock", zh: "养殖收入", en: "Livestock", group: "business" },
    { id: "business_other", zh: "其他经营收入", en: "Other business", group: "business" },
    { id: "dividend", zh: "分红", en: "Dividend", group: "property" },
    { id: "property_other", zh: "其他财产性收入", en: "Other property income", group: "property" },
    {
      id: "family_planning",
      zh: "计划生育金",
      en: "Family planning allowance",
      jdlk: "01",
      group: "transfer",
    },
    { id: "minimum_living", zh: "低保金", en: "Minimum living allowance", jdlk: "02", group: "transfer" },
    {
      id: "destitute_support",
      zh: "特困供养金",
      en: "Support of the destitute",
      jdlk: "03",
      group: "transfer",
    },
    { id: "pension", zh: "养老保险金", en: "Pension", jdlk: "04", group: "transfer" },
    { id: "ecology", zh: "生态补偿金", en: "Ecological compensation", jdlk: "05", group: "transfer" },
    {
      id: "disability_two",
      zh: "残疾人两项补贴",
      en: "Two disability allowances",
      jdlk: "06",
      group: "transfer",
    },
    { id: "agriculture", zh: "农业补贴", en: "Agricultural subsidy", jdlk: "07", group: "transfer" },
    { id: "old_age", zh: "高龄补贴", en: "Old age allowance", jdlk: "08", group: "transfer" },
    { id: "reservoir", zh: "水库移民补贴", en: "Reservoir resettlement", jdlk: "09", group: "transfer" },
    {
      id: "long_term_other",
      zh: "其他长期政策性补贴",
      en: "Other long-term subsidy",
      jdlk: "10",
      group: "transfer",
    },
    { id: "education_grant", zh: "教育补助", en: "Education grant", group: "unstable" },
    { id: "medical_reimbursement", zh: "医疗报销", en: "Medical reimbursement", group: "unstable" },
    { id: "housing_subsidy", zh: "住房补助", en: "Housing subsidy", group: "unstable" },
    { id: "production_reward", zh: "产业奖补", en: "Production reward", group: "unstable" },
    { id: "loan", zh: "贷款", en: "Loan", group: "unstable" },
    { id: "temporary_relief", zh: "临时救助", en: "Temporary relief", group: "unstable" },
    { id: "insurance_payout", zh: "保险赔付", en: "Insurance payout", group: "unstable" },
    { id: "disability_other", zh: "其他残疾补贴", en: "Other disability subsidy", group: "unstable" },
    { id: "donation", zh: "捐赠", en: "Donation", group: "unstable" },
    { id: "short_compensation", zh: "短期补偿", en: "Short compensation", group: "unstable" },
    { id: "short_subsidy", zh: "其他短期补贴", en: "Other subsidy of up to three years", group: "unstable" },
    { id: "production_cost", zh: "生产经营性支出", en: "Cost of production", group: "cost" },
    { id: "deduction_other", zh: "其他可扣除支出", en: "Other deductible spending", group: "cost" },
    { id: "medical_cost", zh: "医疗自付支出", en: "Own medical cost", group: "rigid" },
    { id: "schooling_cost", zh: "教育支出", en: "Cost of schooling", group: "rigid" },
  ],
});
