import { defineStates } from "../state-table.ts";

export const PROPOSAL_STATES = ["open", "approved", "activated", "withdrawn", "expired"] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/**
 * The way of a proposal. An approval short of the number needed leaves it open; the last one puts the change in
 * force, but for an added validator, which must activate. `expired` follows from the time, and no action leads there.
 */
export const proposalSteps = defineStates<ProposalState>("proposal", [
  { action: "governance.propose", from: [], to: "open" },
  { action: "governance.approve", from: ["open"], to: "approved" },
  { action: "governance.withdraw", from: ["open"], to: "withdrawn" },
  { action: "governance.activate", from: ["approved"], to: "activated" },
]);
