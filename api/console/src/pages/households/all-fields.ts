import type { FieldSchema } from "../../forms/field-schema.ts";

interface Fields {
  readonly [name: string]: unknown;
}

/** The facts with every field that their schema knows, undefined where nothing is recorded: a file hides no gap. */
export function allFields(schema: FieldSchema, facts: Fields): Fields {
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, field]) => {
      const value = facts[name];
      const within = field.type === "object" && typeof value === "object" && value !== null;
      return [name, within ? allFields(field, value as Fields) : value];
    }),
  );
}
