// Generated from the ledger's modules by `npm run generated`. Don't edit.

/** The payload of each action, as its module's schema takes it; bytes as Uint8Array. */
export interface ActionPayloads {
  /** 提出治理提案 · Propose a change of the network */
  "governance.propose": {
    proposalId: string;
    reason: string;
    addValidator?: {
      organisation: string;
      consensusKey: Uint8Array;
      networkKey: Uint8Array;
      addresses: string[];
      replaces?: Uint8Array;
    };
    removeValidator?: {
      consensusKey: Uint8Array;
    };
    addObserver?: {
      organisation: string;
      networkKey: Uint8Array;
      addresses: string[];
      entitled: boolean;
    };
    removeObserver?: {
      networkKey: Uint8Array;
    };
    registerOrganisation?: {
      organisation: string;
      name: string;
      kind: "poverty" | "finance" | "civil" | "audit" | "discipline" | "public_security" | "education" | "health" | "medical_insurance" | "housing" | "water" | "agriculture" | "natural_resources" | "market" | "hr" | "disabled" | "tax" | "transport" | "statistics" | "bank" | "township" | "village" | "enterprise" | "donor";
      division: string;
      adminKeys: Uint8Array[];
      x25519Key?: Uint8Array;
      api?: string[];
    };
    updateOrganisation?: {
      organisation: string;
      name?: string;
      x25519Key?: Uint8Array;
      api?: string[];
    };
    setOrganisationStatus?: {
      organisation: string;
      status: "active" | "suspended" | "ended";
    };
    addAdminKey?: {
      organisation: string;
      publicKey: Uint8Array;
    };
    removeAdminKey?: {
      organisation: string;
      key: string;
    };
    setParameters?: {
      parameters: {
        name: string;
        value: string;
      }[];
    };
  };
  /** 同意治理提案 · Approve a proposal */
  "governance.approve": {
    proposalId: string;
  };
  /** 撤回治理提案 · Withdraw a proposal */
  "governance.withdraw": {
    proposalId: string;
    reason: string;
  };
  /** 启用获准的验证节点 · Activate an approved validator */
  "governance.activate": {
    proposalId: string;
    height: number;
    blockHash: Uint8Array;
  };
  /** 登记验证节点双重签名证据 · Report that a validator signed two different things */
  "governance.evidence": {
    evidence: Uint8Array;
  };
  /** 登记托管单位 · Register a hosted organisation */
  "access.registerOrganisation": {
    organisation: string;
    name: string;
    kind: "township" | "village" | "enterprise" | "donor";
    division: string;
    adminKeys?: Uint8Array[];
    x25519Key?: Uint8Array;
    api?: string[];
  };
  /** 变更托管单位信息 · Change a hosted organisation */
  "access.updateOrganisation": {
    organisation: string;
    name?: string;
    x25519Key?: Uint8Array;
    api?: string[];
    expectVersion?: number;
    reason: string;
  };
  /** 停用、恢复或终止托管单位 · Suspend, restore or end a hosted organisation */
  "access.setOrganisationStatus": {
    organisation: string;
    status: "active" | "suspended" | "ended";
    expectVersion?: number;
    reason: string;
  };
  /** 为托管单位登记管理密钥 · Add an admin key to a hosted organisation */
  "access.addAdminKey": {
    organisation: string;
    publicKey: Uint8Array;
  };
  /** 登记单位管理员 · Register an organisation's administrator */
  "access.registerAdmin": {
    operator: string;
    publicKey: Uint8Array;
    post?: string;
    expiresAt?: number;
    homeNode?: string;
    fallbackNode?: string;
    organisation: string;
    until?: string;
  };
  /** 登记操作员 · Register an operator */
  "access.registerOperator": {
    operator: string;
    publicKey: Uint8Array;
    post?: string;
    expiresAt?: number;
    homeNode?: string;
    fallbackNode?: string;
    roles?: ({
      role: "village_clerk" | "cadre" | "village_secretary" | "township_officer" | "county_officer" | "finance_officer" | "finance_approver" | "auditor" | "statistician" | "director";
      division: string;
      until?: string;
    })[];
  };
  /** 停用、恢复或注销操作员 · Suspend, restore or end an operator */
  "access.setOperatorStatus": {
    operator: string;
    status: "active" | "suspended" | "ended";
    expectVersion?: number;
    reason: string;
  };
  /** 授予角色 · Give a role */
  "access.grantRole": {
    operator: string;
    role: "village_clerk" | "cadre" | "village_secretary" | "township_officer" | "county_officer" | "finance_officer" | "finance_approver" | "auditor" | "statistician" | "director";
    division: string;
    until?: string;
    expectVersion?: number;
  };
  /** 休假期间委托角色 · Delegate a role while on leave */
  "access.delegateRole": {
    operator: string;
    role: "village_clerk" | "cadre" | "village_secretary" | "township_officer" | "county_officer" | "finance_officer" | "finance_approver" | "auditor" | "statistician" | "director";
    division: string;
    until: string;
  };
  /** 收回角色 · Revoke a role */
  "access.revokeRole": {
    operator: string;
    role: "village_clerk" | "cadre" | "village_secretary" | "township_officer" | "county_officer" | "finance_officer" | "finance_approver" | "auditor" | "statistician" | "director" | "org_admin";
    division: string;
    expectVersion?: number;
    reason: string;
  };
  /** 更换本人密钥 · Rotate one's own key */
  "access.rotateOwnKey": {
    publicKey: Uint8Array;
    expiresAt?: number;
  };
  /** 补发操作员密钥 · Replace an operator's key */
  "access.replaceKey": {
    operator: string;
    publicKey: Uint8Array;
    expiresAt?: number;
    reason: string;
  };
  /** 停用、恢复或作废密钥 · Suspend, restore or revoke a key */
  "access.setKeyStatus": {
    key: string;
    status: "active" | "suspended" | "revoked";
    expectVersion?: number;
    reason: string;
  };
  /** 登记农户密钥 · Register a household's key */
  "access.registerHouseholdKey": {
    household: string;
    publicKey: Uint8Array;
    expiresAt?: number;
  };
  /** 建档申请 · Open a household's file */
  "household.register": {
    householdId: string;
    division: string;
    standard: "national" | "provincial";
    kind: "general" | "low_income_insured" | "destitute" | "low_income_edge" | "rigid_expenditure";
    cause: {
      main: "illness" | "disability" | "schooling" | "disaster" | "land" | "water" | "technology" | "labour" | "capital" | "transport" | "motivation" | "marriage" | "bereavement" | "other";
      others: ("illness" | "disability" | "schooling" | "disaster" | "land" | "water" | "technology" | "labour" | "capital" | "transport" | "motivation" | "marriage" | "bereavement" | "other")[];
      remark?: string;
    };
    flags: ("military_family" | "only_child" | "two_daughters")[];
    members: {
      personId: string;
      restricted: Uint8Array;
    }[];
    restricted?: Uint8Array;
    effectiveDate: string;
    responsible?: string;
  };
  /** 县级审批建档 · Approve a file */
  "household.approve": {
    householdId: string;
    remark?: string;
    expectVersion?: number;
  };
  /** 不予建档 · Turn down an application */
  "household.reject": {
    householdId: string;
    reason: string;
    expectVersion?: number;
  };
  /** 撤回申请 · Withdraw an application */
  "household.withdraw": {
    householdId: string;
    reason: string;
    expectVersion?: number;
  };
  /** 更新档案 · Update a file */
  "household.update": {
    householdId: string;
    standard?: "national" | "provincial";
    kind?: "general" | "low_income_insured" | "destitute" | "low_income_edge" | "rigid_expenditure";
    cause?: {
      main: "illness" | "disability" | "schooling" | "disaster" | "land" | "water" | "technology" | "labour" | "capital" | "transport" | "motivation" | "marriage" | "bereavement" | "other";
      others: ("illness" | "disability" | "schooling" | "disaster" | "land" | "water" | "technology" | "labour" | "capital" | "transport" | "motivation" | "marriage" | "bereavement" | "other")[];
      remark?: string;
    };
    flags?: ("military_family" | "only_child" | "two_daughters")[];
    effectiveDate: string;
    expectVersion?: number;
  };
  /** 更新户内成员与生活情况 · Update what describes household and members */
  "household.updateRestricted": {
    householdId: string;
    restricted?: Uint8Array;
    persons?: {
      personId: string;
      restricted: Uint8Array;
      expectVersion?: number;
    }[];
    effectiveDate: string;
    expectVersion?: number;
  };
  /** 指定帮扶责任人 · Put a cadre in charge */
  "household.assignResponsible": {
    householdId: string;
    operator: string;
    from: string;
    until?: string;
    replaces?: string;
    expectVersion?: number;
  };
  /** 提出更正 · Request a correction */
  "household.requestCorrection": {
    householdId: string;
    reason: string;
    open?: {
      standard?: "national" | "provincial";
      kind?: "general" | "low_income_insured" | "destitute" | "low_income_edge" | "rigid_expenditure";
      cause?: {
        main: "illness" | "disability" | "schooling" | "disaster" | "land" | "water" | "technology" | "labour" | "capital" | "transport" | "motivation" | "marriage" | "bereavement" | "other";
        others: ("illness" | "disability" | "schooling" | "disaster" | "land" | "water" | "technology" | "labour" | "capital" | "transport" | "motivation" | "marriage" | "bereavement" | "other")[];
        remark?: string;
      };
      flags?: ("military_family" | "only_child" | "two_daughters")[];
      effectiveDate?: string;
    };
    restricted?: Uint8Array;
    persons?: {
      personId: string;
      restricted: Uint8Array;
    }[];
    effectiveDate?: string;
    expectVersion?: number;
  };
  /** 复核更正 · Decide on a correction */
  "household.confirmCorrection": {
    householdId: string;
    n: number;
    accept: boolean;
    remark?: string;
  };
  /** 下达指标 · Issue an indicator */
  "fund.issue": {
    indicatorId: string;
    purpose?: "industry" | "employment" | "education" | "health" | "finance" | "ecology" | "relocation" | "housing" | "social_security" | "water" | "road" | "infrastructure";
    householdKinds?: ("general" | "low_income_insured" | "destitute" | "low_income_edge" | "rigid_expenditure")[];
    until?: string;
    division: string;
    organisation: string;
    amountFen: number;
    document: string;
    issuedOn: string;
    receivedOn?: string;
    remark?: string;
    source: "central" | "provincial" | "city" | "county" | "east_west" | "designated" | "donation" | "loan";
    class: "development" | "work_relief" | "minority" | "relocation" | "state_farm" | "state_forest" | "other";
    year: number;
  };
  /** 分配指标 · Allocate from an indicator */
  "fund.allocate": {
    indicatorId: string;
    purpose?: "industry" | "employment" | "education" | "health" | "finance" | "ecology" | "relocation" | "housing" | "social_security" | "water" | "road" | "infrastructure";
    householdKinds?: ("general" | "low_income_insured" | "destitute" | "low_income_edge" | "rigid_expenditure")[];
    until?: string;
    division: string;
    organisation: string;
    amountFen: number;
    document: string;
    issuedOn: string;
    receivedOn?: string;
    remark?: string;
    parentId: string;
  };
  /** 申请资金 · Apply for money */
  "fund.apply": {
    householdId: string;
    n?: number;
    indicatorId: string;
    personId?: string;
    purpose: "industry" | "employment" | "education" | "health" | "finance" | "ecology" | "relocation" | "housing" | "social_security" | "water" | "road" | "infrastructure";
    measure?: string;
    period?: string;
    amountFen: number;
    entitlementDate: string;
    remark?: string;
  };
  /** 审批资金 · Approve a payment */
  "fund.approve": {
    householdId: string;
    n: number;
    expectVersion?: number;
  };
  /** 驳回资金申请 · Reject a payment */
  "fund.reject": {
    householdId: string;
    n: number;
    reason: string;
    expectVersion?: number;
  };
  /** 拨付资金 · Pay */
  "fund.pay": {
    householdId: string;
    n: number;
    voucher: string;
    bank: string;
    paidOn: string;
    expectVersion?: number;
  };
  /** 确认到账 · Acknowledge a payment */
  "fund.acknowledge": {
    householdId: string;
    n: number;
    endorsement?: Uint8Array;
  };
  /** 记录帮扶服务 · Record a service */
  "service.record": {
    householdId: string;
    n?: number;
    type: "visit" | "policy_explained" | "training" | "medical" | "schooling" | "job_introduced" | "production_guidance" | "goods_delivered" | "housing_repaired" | "paperwork" | "emergency" | "other";
    performedOn: string;
    minutes?: number;
    content: string;
    result?: string;
    village?: string;
    place?: {
      latitude: number;
      longitude: number;
    };
    endorsement?: Uint8Array;
    rating?: number;
  };
  /** 确认帮扶服务 · Acknowledge a service */
  "service.acknowledge": {
    householdId: string;
    n: number;
    rating?: number;
    endorsement?: Uint8Array;
  };
  /** 修改服务记录 · Edit a service */
  "service.edit": {
    householdId: string;
    n: number;
    reason: string;
    type?: "visit" | "policy_explained" | "training" | "medical" | "schooling" | "job_introduced" | "production_guidance" | "goods_delivered" | "housing_repaired" | "paperwork" | "emergency" | "other";
    performedOn?: string;
    minutes?: number;
    content?: string;
    result?: string;
    expectVersion?: number;
  };
}
