import { codeLabel, ROLE_CODES } from "@jingzhun/ledger";
import { ownEntry } from "./own-entry.ts";
import { type Both, defineTexts, type Language } from "./text.ts";

/** What one can do in each role, for whoever chooses one. */
const CAN = defineTexts({
  village_clerk: {
    zh: "建档申请、更新户内情况、记录帮扶服务",
    en: "Opens files, updates households, records services",
  },
  cadre: { zh: "走访联系户、记录帮扶服务", en: "Visits households and records services" },
  village_secretary: { zh: "驻村帮扶、记录服务", en: "Stays in the village, records services" },
  township_officer: {
    zh: "乡镇审核、更正档案、登记农户密钥",
    en: "Checks files for the township, corrects them, registers households' keys",
  },
  county_officer: {
    zh: "县级审批建档、下达与审批资金",
    en: "Decides on files for the county, issues and approves funds",
  },
  finance_officer: { zh: "下达、分配指标，经办拨付", en: "Issues and allocates indicators, pays" },
  finance_approver: { zh: "审批资金申请", en: "Approves applications for money" },
  auditor: { zh: "查看辖区全部档案、资金与交易", en: "Reads all files, funds and transactions of the scope" },
  statistician: { zh: "查看统计", en: "Reads statistics" },
  org_admin: { zh: "管理本单位操作员和密钥", en: "Manages the organisation's operators and keys" },
  household: {
    zh: "查看自己的档案、确认服务和到账",
    en: "Reads the own file, confirms services and payments",
  },
  director: { zh: "查看辖区总览、名单和资金", en: "Reads overviews, lists and funds of the scope" },
  admin_key: {
    zh: "单位管理密钥：登记单位管理员，提出和表决治理提案",
    en: "Admin key: registers administrators, proposes and votes in governance",
  },
});

const OTHER = defineTexts({
  admin_key: { zh: "单位管理密钥", en: "Admin key" },
  consensus_key: { zh: "共识密钥", en: "Consensus key" },
  nothing: { zh: "查看本职范围内的内容", en: "Reads what belongs to the office" },
});

export function roleName(role: string, language: Language): string {
  const other = ownEntry<Both>(OTHER, role);
  return other === undefined ? codeLabel(ROLE_CODES, role, language) : other[language];
}

export function roleCan(role: string): Both {
  return ownEntry<Both>(CAN, role) ?? OTHER.nothing;
}
