import type { FieldSchema, FormFields } from "../../forms/field-schema.ts";

/** A note may be left empty without a thought. */
const NOTE = "remark";
/** The version of the record that is acted on: the form finds it out by itself, and it has to be there first. */
const VERSION = "expectVersion";

const isFilled = (value: unknown) => value !== undefined && value !== "";

/**
 * Is everything that the form asks for known from its address, so that there is only to look, sign and submit?
 * `fields` holds the form as it stands: one who has begun to write a note isn't hurried.
 */
export function nothingLeft(schema: FieldSchema, prefill: FormFields, fields: FormFields): boolean {
  return Object.keys(schema.properties ?? {}).every((name) => {
    if (name === NOTE) return !isFilled(fields[NOTE]);
    return isFilled(name === VERSION ? fields[VERSION] : prefill[name]);
  });
}
