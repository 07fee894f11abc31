import { access } from "./access/index.ts";
import { division } from "./division/index.ts";
import { endorsement } from "./endorsement/index.ts";
import { fund } from "./fund/index.ts";
import { household } from "./household/index.ts";
import { createRegistry } from "./registry.ts";
import { service } from "./service/index.ts";
import { statistics } from "./statistics/index.ts";

export * from "./access/schema.ts";
export * from "./civil-date.ts";
export * from "./codes/index.ts";
export type { ActionContext, DueContext, PastBlock, ReadContext, WriteContext } from "./context.ts";
export * from "./division/codes.ts";
export * from "./division/schema.ts";
export * from "./fund/index.ts";
export * from "./governance/exports.ts";
export * from "./household/index.ts";
export { type IdPrefix, isId, newId } from "./ids.ts";
export * from "./module.ts";
export { type NextStep, nextSteps } from "./next-steps.ts";
export { payloadProblem } from "./payload-problem.ts";
export * from "./permission.ts";
export { RESTRICTED_REFUSED, Refusal, type RefusalCatalogue, type RefusalText } from "./refusal.ts";
export { refusalWord } from "./refusal-words.ts";
export { createRegistry, type Description, type Registry } from "./registry.ts";
export * from "./service/index.ts";
export { defineStates, type StateTable, type Transition } from "./state-table.ts";
export * from "./statistics/schema.ts";

/** All modules of this software. */
export const registry = createRegistry([access, division, statistics, household, fund, service, endorsement]);
