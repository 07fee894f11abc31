export { EVIDENCE_PER_KEY_MAX } from "./limits.ts";
export { approvalsNeeded } from "./parameters.ts";
export { type SetPreview, setPreview } from "./preview.ts";
export {
  accusedRecord,
  type Candidate,
  type Change,
  type ChangeName,
  candidatesRecord,
  changeName,
  evidenceRecord,
  type Observer,
  observersRecord,
  type Proposal,
  proposalRecord,
  setChangeRecord,
  votersRecord,
} from "./schema.ts";
export { PROPOSAL_STATES, type ProposalState } from "./states.ts";
