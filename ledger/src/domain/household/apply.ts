import { defineModule } from "../module.ts";
import { assignResponsible } from "./assignment.ts";
import { confirmCorrection, requestCorrection } from "./correction.ts";
import { householdProposedRecord, householdRestrictedRecord } from "./living.ts";
import { personProposedRecord, personRecord, personRestrictedRecord } from "./person.ts";
import { householdRefusals } from "./refusals.ts";
import { approve, register, reject, withdraw } from "./registration.ts";
import { assignmentsRecord, correctionRecord, correctionsRecord, householdRecord } from "./schema.ts";
import { update, updateRestricted } from "./update.ts";

/** Household files 建档立卡: README.md tells the process. */
export const household = defineModule({
  name: "household",
  version: 1,
  records: [
    householdRecord,
    householdRestrictedRecord,
    householdProposedRecord,
    assignmentsRecord,
    correctionsRecord,
    correctionRecord,
    personRecord,
    personRestrictedRecord,
    personProposedRecord,
  ],
  actions: [
    register,
    approve,
    reject,
    withdraw,
    update,
    updateRestricted,
    assignResponsible,
    requestCorrection,
    confirmCorrection,
  ],
  refusals: householdRefusals,
});
