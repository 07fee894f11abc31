import { defineModule } from "../module.ts";
import { restrictedStatisticsRecord, statisticsRecord } from "./schema.ts";

/** 统计: counters by division and period. No actions: modules count, the block's end writes. */
export const statistics = defineModule({
  name: "statistics",
  version: 1,
  records: [statisticsRecord, restrictedStatisticsRecord],
  actions: [],
  refusals: {},
});
