import { isId } from "@jingzhun/ledger";
import type { FormFields, FormValue } from "./field-schema.ts";

/** A record that an action relies on as its author saw it: a change by somebody else meanwhile refuses the action. */
export interface Guard {
  /** Key of the record. */
  readonly key: string;
  /** Kind of record, as code lists are named by. */
  readonly record: string;
  /** Where in the form the version stands that was seen. */
  readonly versionPath: string;
  /** The household whose member a person's record is. */
  readonly household?: string;
  /** Where in the form a field of the record is entered; undefined: nowhere. */
  readonly pathOf: (field: string) => string | undefined;
}

const VERSION = "expectVersion";
const same = (field: string) => field;
const nowhere = () => undefined;
/** `facts.debtFen` of a restricted record is entered under the form's own group. */
const factsUnder = (group: string) => (field: string) =>
  field.startsWith("facts.") ? `${group}.${field.slice("facts.".length)}` : field;

const textOf = (value: FormValue) => (typeof value === "string" ? value.trim() : "");
const idOf = (prefix: "H" | "P", value: FormValue) => {
  const text = textOf(value);
  return isId(prefix, text) ? text : undefined;
};

/** Actions on a household's open file, and where its facts are entered in each. */
const ON_FILE: { readonly [action: string]: Guard["pathOf"] } = {
  "household.approve": nowhere,
  "household.reject": nowhere,
  "household.withdraw": nowhere,
  "household.assignResponsible": nowhere,
  "household.update": same,
  "household.requestCorrection": (field) => (field === "effectiveDate" ? field : `open.${field}`),
};
/** Actions on an entry of a household's, by its number. */
const ON_ENTRY: { readonly [action: string]: { part: string; record: string } } = {
  "fund.approve": { part: "payments", record: "payment" },
  "fund.reject": { part: "payments", record: "payment" },
  "fund.pay": { part: "payments", record: "payment" },
  "service.edit": { part: "services", record: "service" },
};
/** Actions on who is who, by the field that names it and the record. */
const ON_ACTOR: { readonly [action: string]: string } = {
  "access.updateOrganisation": "organisation",
  "access.setOrganisationStatus": "organisation",
  "access.setOperatorStatus": "operator",
  "access.grantRole": "operator",
  "access.revokeRole": "operator",
  "access.setKeyStatus": "key",
};

function ofRestricted(household: string, fields: FormFields): Guard[] {
  const persons = Array.isArray(fields["persons"]) ? (fields["persons"] as readonly FormValue[]) : [];
  const ofPersons = persons.flatMap((item, i): Guard[] => {
    const person = idOf("P", typeof item === "object" ? (item as FormFields)["personId"] : undefined);
    if (person === undefined) return [];
    const group = `persons.${i}`;
    return [
      {
        key: `person/${person}/restricted`,
        record: "person_restricted",
        versionPath: `${group}.${VERSION}`,
        household,
        // The date is the whole form's.
        pathOf: (field) => (field === "effectiveDate" ? undefined : factsUnder(`${group}.restricted`)(field)),
      },
    ];
  });
  const file: Guard = {
    key: `household/${household}/restricted`,
    record: "household_restricted",
    versionPath: VERSION,
    pathOf: factsUnder("restricted"),
  };
  return [file, ...ofPersons];
}

/** The records whose versions an action can rely on, once the form names them. */
export function guardsOf(action: string, fields: FormFields): Guard[] {
  const actor = ON_ACTOR[action];
  if (actor !== undefined) {
    const id = textOf(fields[actor]);
    return id === "" ? [] : [{ key: `${actor}/${id}`, record: actor, versionPath: VERSION, pathOf: same }];
  }
  const household = idOf("H", fields["householdId"]);
  if (household === undefined) return [];
  if (action === "household.updateRestricted") return ofRestricted(household, fields);
  const onFile = ON_FILE[action];
  if (onFile !== undefined)
    return [{ key: `household/${household}`, record: "household", versionPath: VERSION, pathOf: onFile }];
  const entry = ON_ENTRY[action];
  const n = textOf(fields["n"]);
  if (entry === undefined || !/^[1-9]\d{0,6}$/.test(n)) return [];
  const { part, record } = entry;
  return [{ key: `household/${household}/${part}/${n}`, record, versionPath: VERSION, pathOf: same }];
}
