import { z } from "zod";
import { divisionCode, idOf, slug } from "../fields.ts";
import { defineAction, defineModule, defineRecord } from "../module.ts";

const household = idOf("H");
const record = defineRecord({
  name: "household",
  pattern: "household/:household",
  class: "open",
  schema: z.strictObject({ division: divisionCode, registeredBy: z.string(), responsible: z.array(slug) }),
});

/** Just enough of a household file for tests of access: one can be opened and touched. */
export const sampleHouseholds = defineModule({
  name: "household_test",
  version: 1,
  records: [record],
  refusals: {},
  actions: [
    defineAction({
      type: "household_test.open",
      title: { zh: "测试", en: "Test" },
      payload: z.strictObject({ household, division: divisionCode, responsible: z.array(slug) }),
      cost: 1,
      permission: [{ role: "village_clerk", jurisdiction: "division" }],
      subject: (_, { household, division }) => ({ household, division }),
      apply: (ctx, { household, division, responsible }) =>
        ctx.put(record, { household }, { division, responsible, registeredBy: ctx.sender.actor }),
    }),
    defineAction({
      type: "household_test.touch",
      title: { zh: "测试", en: "Test" },
      payload: z.strictObject({ household }),
      cost: 1,
      permission: [
        { role: "township_officer", jurisdiction: "none" },
        { role: "household", jurisdiction: "own_household" },
      ],
      subject: (_, { household }) => ({ household }),
      apply: (ctx, { household }) => ctx.emit("household.touched", { household }),
    }),
  ],
});
