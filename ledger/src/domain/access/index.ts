import { defineModule } from "../module.ts";
import { addAdminKey, registerHouseholdKey, replaceKey, rotateOwnKey, setKeyStatus } from "./keys.ts";
import { registerAdmin, registerOperator, setOperatorStatus } from "./operators.ts";
import { registerOrganisation, setOrganisationStatus, updateOrganisation } from "./organisations.ts";
import { refusals } from "./refusals.ts";
import { delegateRole, grantRole, revokeRole } from "./roles.ts";
import { keyRecord, operatorRecord, organisationRecord } from "./schema.ts";

/** 部门、操作员、角色、密钥: who is who, and who may act for whom. */
export const access = defineModule({
  name: "access",
  version: 1,
  records: [organisationRecord, operatorRecord, keyRecord],
  actions: [
    registerOrganisation,
    updateOrganisation,
    setOrganisationStatus,
    addAdminKey,
    registerAdmin,
    registerOperator,
    setOperatorStatus,
    grantRole,
    delegateRole,
    revokeRole,
    rotateOwnKey,
    replaceKey,
    setKeyStatus,
    registerHouseholdKey,
  ],
  refusals,
});
