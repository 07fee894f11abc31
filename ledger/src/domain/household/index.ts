export { household } from "./apply.ts";
export { ageBand, ageOn } from "./counters.ts";
export {
  type HouseholdFacts,
  householdFactsSchema,
  householdRestrictedRecord,
} from "./living.ts";
export {
  type Person,
  type PersonFacts,
  personFactsSchema,
  personRecord,
  personRestrictedRecord,
} from "./person.ts";
export * from "./queries.ts";
export {
  assignmentsRecord,
  type Cause,
  type Correction,
  correctionRecord,
  correctionsRecord,
  type Household,
  householdRecord,
  type OpenPatch,
  type RegisterPayload,
} from "./schema.ts";
export {
  COUNTED_STATES,
  type ExistenceState,
  LIVE_STATES,
  type MonitoringState,
  type RegistrationState,
  registrationSteps,
} from "./states.ts";
