import { defineModule } from "../module.ts";
import { refusals } from "./refusals.ts";
import { divisionRecord } from "./schema.ts";

/** 行政区划. Divisions come with genesis; changes by governance follow in a later version. */
export const division = defineModule({
  name: "division",
  version: 1,
  records: [divisionRecord],
  actions: [],
  refusals,
});
