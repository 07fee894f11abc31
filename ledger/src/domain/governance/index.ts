import { defineModule } from "../module.ts";
import { refusals } from "./refusals.ts";
import { dueRecord, modulesRecord, paramsRecord, validatorsRecord } from "./schema.ts";

/** Records that the framework itself keeps, and the refusals that it gives for every module. */
export const governance = defineModule({
  name: "governance",
  version: 1,
  records: [paramsRecord, validatorsRecord, modulesRecord, dueRecord],
  actions: [],
  refusals,
});
