import { z } from "zod";
import { AGGREGATE_SUBJECT, defineRecord } from "../module.ts";

/** "current": as things stand, e.g. files registered now. A year: what happened in it. */
export const PERIOD = /^(current|[0-9]{4})$/;
/** Dots group counters: `households.registered`. */
export const COUNTER_NAME = /^[a-z0-9_.]{1,64}$/;

/** Counter name → value; a counter at zero is left out, so that equal counts have equal bytes. */
export const countersSchema = z.strictObject({
  counters: z.record(z.string().regex(COUNTER_NAME), z.int()),
});
export type Counters = z.infer<typeof countersSchema>;

/** One record per division and period holds all its open counters (DESIGN §8). */
export const statisticsRecord = defineRecord({
  name: "statistics",
  pattern: "statistics/:division/:period",
  class: "open",
  schema: countersSchema,
  division: ({ division }) => division,
});

/** Counters made of restricted facts; salted from genesis's restricted attachment on. */
export const restrictedStatisticsRecord = defineRecord({
  name: "statistics_restricted",
  pattern: "statistics/:division/:period/restricted",
  class: "restricted",
  schema: countersSchema,
  subject: () => AGGREGATE_SUBJECT,
  division: ({ division }) => division,
});
