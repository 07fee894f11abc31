import { createContext, use } from "react";
import type { FormFields, FormValue } from "./field-schema.ts";
import type { FieldErrors } from "./payload.ts";

/** What the fields of one form share. */
export interface FormState {
  action: string;
  fields: FormFields;
  change(path: string, value: FormValue): void;
  /** What is wrong, of fields that were left, or of all once somebody asked to go on. */
  errors: FieldErrors;
  touch(path: string): void;
  /** Prefix of the DOM ids of this form's fields. */
  id: string;
}

export const FormContext = createContext<FormState | undefined>(undefined);

export function useFormState(): FormState {
  const state = use(FormContext);
  if (state === undefined) throw new Error("there is no form around");
  return state;
}

/** The DOM id of a field: errors in the summary lead there. */
export function fieldId(formId: string, path: string): string {
  return `${formId}-${path.replaceAll(".", "-")}`;
}
