import { defineCodeList } from "./code-list.ts";

/** 资金来源. The group is the level whose departments issue it; others are recorded by whoever receives it. */
export const FUND_SOURCES = defineCodeList({
  name: "fund_source",
  version: 1,
  title: { zh: "资金来源", en: "Source of funds" },
  entries: [
    { id: "central", zh: "中央财政", en: "Central budget", group: "nation" },
    { id: "provincial", zh: "省级财政", en: "Provincial budget", group: "province" },
    { id: "city", zh: "市级财政", en: "City budget", group: "city" },
    { id: "county", zh: "县级财政", en: "County budget", group: "county" },
    { id: "east_west", zh: "东西部协作", en: "East–west collaboration" },
    { id: "designated", zh: "定点帮扶", en: "Designated assistance" },
    { id: "donation", zh: "社会捐赠", en: "Donation" },
    { id: "loan", zh: "小额信贷", en: "Small loans" },
  ],
});

/** 资金类别 */
export const FUND_CLASSES = defineCodeList({
  name: "fund_class",
  version: 1,
  title: { zh: "资金类别", en: "Class of funds" },
  entries: [
    { id: "development", zh: "发展资金", en: "Development" },
    { id: "work_relief", zh: "以工代赈", en: "Work relief" },
    { id: "minority", zh: "少数民族发展", en: "Development of ethnic minorities" },
    { id: "relocation", zh: "易地搬迁", en: "Relocation" },
    { id: "state_farm", zh: "国有贫困农场", en: "Poor state farms" },
    { id: "state_forest", zh: "国有贫困林场", en: "Poor state forest farms" },
    { id: "other", zh: "其他", en: "Other" },
  ],
});

/** 用途: what the money is earmarked for; the same words as the groups of measures. */
export const FUND_PURPOSES = defineCodeList({
  name: "fund_purpose",
  version: 1,
  title: { zh: "资金用途", en: "Purpose" },
  entries: [
    { id: "industry", zh: "产业", en: "Industry" },
    { id: "employment", zh: "就业", en: "Employment" },
    { id: "education", zh: "教育", en: "Education" },
    { id: "health", zh: "健康", en: "Health" },
    { id: "finance", zh: "金融", en: "Finance" },
    { id: "ecology", zh: "生态", en: "Ecology" },
    { id: "relocation", zh: "易地搬迁", en: "Relocation" },
    { id: "housing", zh: "危房改造", en: "Dangerous housing" },
    { id: "social_security", zh: "社会保障兜底", en: "Social security" },
    { id: "water", zh: "饮水安全", en: "Drinking water" },
    { id: "road", zh: "道路", en: "Roads" },
    { id: "infrastructure", zh: "村基础设施", en: "Village infrastructure" },
  ],
});

/** Which steps lead where: fund/states.ts. */
export const PAYMENT_STATES = defineCodeList({
  name: "payment_state",
  version: 1,
  title: { zh: "支付状态", en: "Payment" },
  entries: [
    { id: "applied", zh: "已申请", en: "Applied" },
    { id: "approved", zh: "已审批", en: "Approved" },
    { id: "paid", zh: "已拨付", en: "Paid" },
    { id: "acknowledged", zh: "已到账确认", en: "Acknowledged" },
    { id: "rejected", zh: "已驳回", en: "Rejected" },
    { id: "returned", zh: "已退票", en: "Returned" },
    { id: "reissued", zh: "已补发", en: "Re-issued" },
    { id: "recovered", zh: "已追回", en: "Recovered" },
  ],
});

export const POSTING_KINDS = defineCodeList({
  name: "posting_kind",
  version: 1,
  title: { zh: "记账类型", en: "Kind of posting" },
  entries: [
    { id: "issue", zh: "下达", en: "Issue" },
    { id: "allocate", zh: "分配", en: "Allocate" },
    { id: "commit", zh: "审批占用", en: "Commit on approval" },
    { id: "release", zh: "解除占用", en: "Release" },
    { id: "pay", zh: "拨付", en: "Pay" },
    { id: "credit", zh: "到账", en: "Credit to the payee" },
  ],
});

export const ACCOUNT_KINDS = defineCodeList({
  name: "account_kind",
  version: 1,
  title: { zh: "账户类型", en: "Kind of account" },
  entries: [
    { id: "source", zh: "资金来源", en: "Appropriation source" },
    { id: "indicator", zh: "指标余额", en: "Indicator, free" },
    { id: "committed", zh: "指标已占用", en: "Indicator, approved and unpaid" },
    { id: "transit", zh: "银行在途", en: "In transit at the bank" },
    { id: "payee", zh: "收款户", en: "Payee household" },
  ],
});
