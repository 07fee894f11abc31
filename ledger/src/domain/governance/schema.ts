import { z } from "zod";
import { anyValue } from "../fields.ts";
import { defineRecord } from "../module.ts";

/** `governance/params`: the value's bytes are `encodeParams`, so `paramsHash` is taken over them as they are. */
export const paramsRecord = defineRecord({
  name: "params",
  pattern: "governance/params",
  class: "open",
  schema: anyValue,
});

/** `governance/validators`: the value's bytes are `encodeValidators`; holds from the next block on. */
export const validatorsRecord = defineRecord({
  name: "validators",
  pattern: "governance/validators",
  class: "open",
  schema: anyValue,
});

/** `governance/modules`: module name → version in force. */
export const modulesRecord = defineRecord({
  name: "modules",
  pattern: "governance/modules",
  class: "open",
  schema: z.record(z.string(), z.int().min(1)),
});

/** `due/<time, 13 digits>/<id>`: key order is the order of the due queue (DESIGN §5). */
export const dueRecord = defineRecord({
  name: "due",
  pattern: "due/:time/:id",
  class: "open",
  schema: z.strictObject({ action: z.string(), payload: anyValue }),
});
