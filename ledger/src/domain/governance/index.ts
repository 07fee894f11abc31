import { defineModule } from "../module.ts";
import { activate, approve, due, propose, withdraw } from "./proposals.ts";
import { refusals } from "./refusals.ts";
import {
  candidatesRecord,
  dueRecord,
  modulesRecord,
  observersRecord,
  paramsRecord,
  proposalRecord,
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
    proposalRecord,
    dueRecord,
  ],
  actions: [propose, approve, withdraw, activate],
  due,
  refusals,
});
