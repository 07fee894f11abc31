import { defineCodeList } from "./code-list.ts";

export const SEXES = defineCodeList({
  name: "sex",
  version: 1,
  title: { zh: "性别", en: "Sex" },
  gb: "GB/T 2261.1",
  source: "GB numbers from own knowledge",
  entries: [
    { id: "male", zh: "男", en: "Male", gb: "1" },
    { id: "female", zh: "女", en: "Female", gb: "2" },
  ],
});

/**
 * 与户主关系. The 建档立卡 numbers and those of GB/T 4761 differ; of the latter only spouse's and children's
 * were looked up, the others stay empty.
 */
export const RELATIONS = defineCodeList({
  name: "relation",
  version: 1,
  title: { zh: "与户主关系", en: "Relation to the head" },
  gb: "GB/T 4761",
  entries: [
    { id: "self", zh: "本人或户主", en: "Head", jdlk: "01" },
    { id: "spouse", zh: "配偶", en: "Spouse", jdlk: "02", gb: "10" },
    { id: "son", zh: "之子", en: "Son", jdlk: "03", gb: "20" },
    { id: "daughter", zh: "之女", en: "Daughter", jdlk: "04", gb: "30" },
    { id: "daughter_in_law", zh: "之儿媳", en: "Daughter-in-law", jdlk: "05" },
    { id: "son_in_law", zh: "之女婿", en: "Son-in-law", jdlk: "06" },
    { id: "sons_son", zh: "之孙子", en: "Son's son", jdlk: "07" },
    { id: "sons_daughter", zh: "之孙女", en: "Son's daughter", jdlk: "08" },
    { id: "daughters_son", zh: "之外孙子", en: "Daughter's son", jdlk: "09" },
    { id: "daughters_daughter", zh: "之外孙女", en: "Daughter's daughter", jdlk: "10" },
    { id: "father", zh: "之父", en: "Father", jdlk: "11" },
    { id: "mother", zh: "之母", en: "Mother", jdlk: "12" },
    { id: "wifes_father", zh: "之岳父", en: "Wife's father", jdlk: "13" },
    { id: "wifes_mother", zh: "之岳母", en: "Wife's mother", jdlk: "14" },
    { id: "husbands_father", zh: "之公公", en: "Husband's father", jdlk: "15" },
    { id: "husbands_mother", zh: "之婆婆", en: "Husband's mother", jdlk: "16" },
    { id: "fathers_father", zh: "之祖父", en: "Father's father", jdlk: "17" },
    { id: "fathers_mother", zh: "之祖母", en: "Father's mother", jdlk: "18" },
    { id: "mothers_father", zh: "之外祖父", en: "Mother's father", jdlk: "19" },
    { id: "mothers_mother", zh: "之外祖母", en: "Mother's mother", jdlk: "20" },
    { id: "other", zh: "其他", en: "Other", jdlk: "99" },
  ],
});

/** The sex that a relation implies; relations that aren't listed imply none. */
export const RELATION_SEX: { readonly [relation: string]: "male" | "female" } = {
  son: "male",
  daughter: "female",
  daughter_in_law: "female",
  son_in_law: "male",
  sons_son: "male",
  sons_daughter: "female",
  daughters_son: "male",
  daughters_daughter: "female",
  father: "male",
  mother: "female",
  wifes_father: "male",
  wifes_mother: "female",
  husbands_father: "male",
  husbands_mother: "female",
  fathers_father: "male",
  fathers_mother: "female",
  mothers_father: "male",
  mothers_mother: "female",
};

export const EDUCATIONS = defineCodeList({
  name: "education",
  version: 1,
  title: { zh: "文化程度", en: "Education" },
  entries: [
    { id: "illiterate", zh: "文盲或半文盲", en: "Illiterate or semi-literate", jdlk: "01" },
    { id: "primary", zh: "小学", en: "Primary school", jdlk: "02" },
    { id: "junior", zh: "初中", en: "Junior secondary school", jdlk: "03" },
    { id: "senior", zh: "高中", en: "Senior secondary school", jdlk: "04" },
    { id: "college_or_above", zh: "大专及以上", en: "College or above", jdlk: "05", to: 2018 },
    { id: "college", zh: "大专", en: "College", from: 2019 },
    { id: "bachelor_or_above", zh: "本科及以上", en: "Bachelor or above", from: 2019 },
    { id: "preschool", zh: "学龄前儿童", en: "Child before school age", jdlk: "06" },
  ],
});

export const SCHOOL_STATUSES = defineCodeList({
  name: "school_status",
  version: 1,
  title: { zh: "在校生状况", en: "School status" },
  entries: [
    { id: "none", zh: "非在校生", en: "Not at school", jdlk: "01" },
    { id: "preschool", zh: "学前教育", en: "Pre-school", jdlk: "02" },
    { id: "primary", zh: "小学", en: "Primary school", jdlk: "03" },
    { id: "grade_7", zh: "七年级", en: "Grade 7", jdlk: "04" },
    { id: "grade_8", zh: "八年级", en: "Grade 8", jdlk: "05" },
    { id: "grade_9", zh: "九年级", en: "Grade 9", jdlk: "06" },
    { id: "senior_1", zh: "高中一年级", en: "Senior secondary, year 1", jdlk: "07" },
    { id: "senior_2", zh: "高中二年级", en: "Senior secondary, year 2", jdlk: "08" },
    { id: "senior_3", zh: "高中三年级", en: "Senior secondary, year 3", jdlk: "09" },
    { id: "vocational_1", zh: "中职一年级", en: "Secondary vocational, year 1", jdlk: "10" },
    { id: "vocational_2", zh: "中职二年级", en: "Secondary vocational, year 2", jdlk: "11" },
    { id: "vocational_3", zh: "中职三年级", en: "Secondary vocational, year 3", jdlk: "12" },
    { id: "higher_vocational_1", zh: "高职一年级", en: "Higher vocational, year 1", jdlk: "13" },
    { id: "higher_vocational_2", zh: "高职二年级", en: "Higher vocational, year 2", jdlk: "14" },
    { id: "higher_vocational_3", zh: "高职三年级", en: "Higher vocational, year 3", jdlk: "15" },
    { id: "college_or_above", zh: "大专及以上", en: "College or above", jdlk: "16" },
  ],
});

/** A set since 2018: several may hold, `healthy` alone. */
export const HEALTHS = defineCodeList({
  name: "health",
  version: 1,
  title: { zh: "健康状况", en: "Health" },
  entries: [
    { id: "healthy", zh: "健康", en: "Healthy", jdlk: "01" },
    { id: "chronic", zh: "长期慢性病", en: "Chronic illness", jdlk: "02" },
    { id: "serious", zh: "患有大病", en: "Serious illness", jdlk: "03" },
    { id: "disabled", zh: "残疾", en: "Disabled", jdlk: "04" },
  ],
});

/** The class digit of the disability card 残疾人证. */
export const DISABILITY_CLASSES = defineCodeList({
  name: "disability_class",
  version: 1,
  title: { zh: "残疾类别", en: "Class of disability" },
  gb: "残疾人证类别码",
  source: "class digits from own knowledge",
  entries: [
    { id: "sight", zh: "视力残疾", en: "Sight", gb: "1" },
    { id: "hearing", zh: "听力残疾", en: "Hearing", gb: "2" },
    { id: "speech", zh: "言语残疾", en: "Speech", gb: "3" },
    { id: "limbs", zh: "肢体残疾", en: "Limbs", gb: "4" },
    { id: "intellectual", zh: "智力残疾", en: "Intellectual", gb: "5" },
    { id: "mental", zh: "精神残疾", en: "Mental", gb: "6" },
    { id: "multiple", zh: "多重残疾", en: "Multiple", gb: "7" },
  ],
});

/** 劳动技能 */
export const LABOURS = defineCodeList({
  name: "labour",
  version: 1,
  title: { zh: "劳动技能", en: "Ability to work" },
  entries: [
    { id: "ordinary", zh: "普通劳动力", en: "Ordinary labour", jdlk: "01" },
    { id: "skilled", zh: "技能劳动力", en: "Skilled labour", jdlk: "02" },
    { id: "lost", zh: "丧失劳动力", en: "Ability lost", jdlk: "03" },
    { id: "none", zh: "无劳动力", en: "No ability (by age)", jdlk: "04" },
    { id: "weak", zh: "弱劳动力或半劳动力", en: "Weak or half labour", from: 2018 },
  ],
});

/** 务工区域 */
export const MIGRANT_REGIONS = defineCodeList({
  name: "migrant_region",
  version: 1,
  title: { zh: "务工区域", en: "Where migrant work is done" },
  entries: [
    { id: "township", zh: "乡镇内", en: "Within the township", jdlk: "01" },
    { id: "county", zh: "乡外县内", en: "Within the county", jdlk: "02" },
    { id: "province", zh: "县外省内", en: "Within the province", jdlk: "03" },
    { id: "elsewhere", zh: "省外", en: "Outside the province", jdlk: "04" },
    { id: "other", zh: "其他", en: "Other", jdlk: "05" },
  ],
});

export const INSURANCES = defineCodeList({
  name: "insurance",
  version: 1,
  title: { zh: "参保情况", en: "Insurance" },
  entries: [
    { id: "resident_medical", zh: "城乡居民基本医疗保险", en: "Basic medical insurance for residents" },
    { id: "employee_medical", zh: "职工基本医疗保险", en: "Basic medical insurance for employees" },
    { id: "serious_illness", zh: "大病保险", en: "Serious illness insurance" },
    { id: "resident_pension", zh: "城乡居民基本养老保险", en: "Basic pension for residents" },
    { id: "employee_pension", zh: "职工基本养老保险", en: "Basic pension for employees" },
    { id: "commercial", zh: "商业保险", en: "Commercial insurance" },
  ],
});

/** 人员变更原因 */
export const MEMBER_CHANGES = defineCodeList({
  name: "member_change",
  version: 1,
  title: { zh: "人员变更原因", en: "Change of a member" },
  entries: [
    { id: "death", zh: "死亡", en: "Death", jdlk: "01" },
    { id: "married_out", zh: "嫁出", en: "Married out", jdlk: "02" },
    { id: "emigrated", zh: "出国定居", en: "Settled abroad", jdlk: "03" },
    { id: "imprisoned", zh: "判刑收监", en: "Imprisoned", jdlk: "04" },
    { id: "married_in", zh: "嫁入", en: "Married in", jdlk: "05" },
    { id: "birth", zh: "新生儿", en: "Birth", jdlk: "06" },
    { id: "moved_in", zh: "其他转入", en: "Moved in otherwise", jdlk: "07" },
    { id: "moved_out", zh: "其他转出", en: "Moved out otherwise", jdlk: "08" },
  ],
});
