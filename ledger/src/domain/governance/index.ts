import { defineModule } from "../module.ts";
import { reportEvidence } from "./evidence.ts";
import { activate, approve, due, propose, withdraw } from "./proposals.ts";
import { refusals } from "./refusals.ts";
import {
  accusedRecord,
  candidatesRecord,
  dueRecord,
  evidenceRecord,
  modulesRecord,
  observersRecord,
  paramsRecord,
  proposalRecord,
  seatRecord,
  setChangeRecord,
  validatorsRecord,
  votersRecord,
} from "./schema.ts";

/** 治理: what the network agreed on and how it agrees; and the refusals that the frame gives for every module. */
export const governance = defineModule({
  name: "governance",
  version: 1,
  records: [
    paramsRecord,
    validatorsRecord,
    modulesRecord,
    votersRecord,
    observersRecord,
    candidatesRecord,
    setChangeRecord,
    seatRecord,
    proposalRecord,
    evidenceRecord,
    accusedRecord,
    dueRecord,
  ],
  actions: [propose, approve, withdraw, activate, reportEvidence],
  due,
  refusals,
});
