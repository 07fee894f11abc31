import { householdFactsSchema, personFactsSchema } from "@jingzhun/ledger";
import { z } from "zod";
import type { FieldSchema, FormFields } from "./field-schema.ts";

const options = { io: "input", unrepresentable: "any" } as const;
const PERSON = z.toJSONSchema(personFactsSchema, options) as FieldSchema;
const HOUSEHOLD = z.toJSONSchema(householdFactsSchema, options) as FieldSchema;

/**
 * What a `restricted` field's attachment holds: beside a person's id that person's facts, else the household's. The
 * payload carries only the attachment's id (DESIGN §4).
 */
export function factsSchema(beside: FormFields): FieldSchema {
  return "personId" in beside ? PERSON : HOUSEHOLD;
}

/** What the ledger's own schema says of facts that are in the form's shape. */
export function factsProblems(beside: FormFields, facts: unknown): { path: string[]; message: string }[] {
  const schema = "personId" in beside ? personFactsSchema : householdFactsSchema;
  const parsed = schema.safeParse(facts);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
}
