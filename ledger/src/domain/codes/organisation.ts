import type { OrganisationKind } from "../access/schema.ts";
import type { Role } from "../permission.ts";
import { type CodeList, defineCodeList } from "./code-list.ts";

/** 部门类型 (DOMAIN §1) */
export const ORGANISATION_KIND_CODES: CodeList<OrganisationKind> = defineCodeList({
  name: "organisation_kind",
  version: 1,
  title: { zh: "部门类型", en: "Kind of organisation" },
  entries: [
    {
      id: "poverty",
      zh: "扶贫办",
      en: "Poverty alleviation office",
      eras: [{ from: 2021, zh: "乡村振兴局", en: "Rural revitalisation office" }],
    },
    { id: "finance", zh: "财政", en: "Finance" },
    { id: "civil", zh: "民政", en: "Civil affairs" },
    { id: "audit", zh: "审计", en: "Audit" },
    { id: "discipline", zh: "纪检监察", en: "Discipline" },
    { id: "public_security", zh: "公安", en: "Public security" },
    { id: "education", zh: "教育", en: "Education" },
    { id: "health", zh: "卫生健康", en: "Health" },
    { id: "medical_insurance", zh: "医疗保障", en: "Medical insurance" },
    { id: "housing", zh: "住房和城乡建设", en: "Housing" },
    { id: "water", zh: "水利", en: "Water" },
    { id: "agriculture", zh: "农业农村", en: "Agriculture" },
    { id: "natural_resources", zh: "自然资源", en: "Natural resources" },
    { id: "market", zh: "市场监管", en: "Market supervision" },
    { id: "hr", zh: "人力资源和社会保障", en: "Human resources" },
    { id: "disabled", zh: "残疾人联合会", en: "Federation of the disabled" },
    { id: "tax", zh: "税务", en: "Tax" },
    { id: "transport", zh: "交通运输", en: "Transport" },
    { id: "statistics", zh: "统计", en: "Statistics" },
    { id: "bank", zh: "代发银行", en: "Paying bank" },
    { id: "township", zh: "乡镇政府", en: "Township government" },
    { id: "village", zh: "村民委员会", en: "Village committee" },
    { id: "enterprise", zh: "龙头企业/合作社", en: "Enterprise or co-operative" },
    { id: "donor", zh: "社会组织", en: "Donor" },
  ],
});

/** 角色 (DOMAIN §1) */
export const ROLE_CODES: CodeList<Role> = defineCodeList({
  name: "role",
  version: 1,
  title: { zh: "角色", en: "Role" },
  entries: [
    { id: "village_clerk", zh: "村信息员", en: "Village clerk" },
    { id: "cadre", zh: "帮扶责任人", en: "Responsible cadre" },
    { id: "village_secretary", zh: "驻村第一书记", en: "First secretary in the village" },
    { id: "township_officer", zh: "乡镇审核", en: "Township officer" },
    { id: "county_officer", zh: "县级审批", en: "County officer" },
    { id: "finance_officer", zh: "财务经办", en: "Finance officer" },
    { id: "finance_approver", zh: "财务审批", en: "Finance approver" },
    { id: "auditor", zh: "审计监督", en: "Auditor" },
    { id: "statistician", zh: "统计", en: "Statistician" },
    { id: "org_admin", zh: "部门管理员", en: "Administrator of an organisation" },
    { id: "household", zh: "农户", en: "Household" },
    { id: "director", zh: "主管领导", en: "Director" },
  ],
});
