import { z } from "zod";

/**
 * A code list: our identifier is what the ledger stores; codes of other schemes stand beside it in columns of
 * their own and are used only by an import or export that names its scheme (DOMAIN, Codes).
 */
export interface CodeEntry<Id extends string = string> {
  readonly id: Id;
  readonly zh: string;
  readonly en: string;
  /** 建档立卡 dictionary (national poverty system). Absent: the dictionary has none, or it wasn't looked up. */
  readonly jdlk?: string;
  /** National standard named by the list. Absent likewise. */
  readonly gb?: string;
  /** First and last year in which the value may be chosen anew; stored values stay valid. */
  readonly from?: number;
  readonly to?: number;
  /** Labels of later eras, oldest first: from that year on these are shown (贫困户 to 2020, then 脱贫户). */
  readonly eras?: readonly { readonly from: number; readonly zh: string; readonly en: string }[];
  /** For display: a group of the list, e.g. causes 自身 / 社会 / 自然. */
  readonly group?: string;
}

export type CodeScheme = "jdlk" | "gb";

export interface CodeList<Id extends string = string> {
  readonly name: string;
  /** Counts from 1; an entry is never removed, only ended (`to`). */
  readonly version: number;
  readonly title: { readonly zh: string; readonly en: string };
  /** What the `gb` column holds, e.g. "GB/T 3304". */
  readonly gb?: string;
  /** Where codes and values come from, when that isn't DOMAIN. */
  readonly source?: string;
  readonly entries: readonly CodeEntry<Id>[];
}

export type CodeOf<List> = List extends CodeList<infer Id> ? Id : never;

/** Keeps the ids as literal types and checks that no id and no foreign code stands twice. */
export function defineCodeList<const Id extends string>(list: CodeList<Id>): CodeList<Id> {
  for (const column of ["id", "jdlk", "gb"] as const) {
    const seen = new Set<string>();
    for (const entry of list.entries) {
      const value = entry[column];
      if (value === undefined) continue;
      if (seen.has(value)) throw new Error(`code list ${list.name}: ${column} ${value} stands twice`);
      seen.add(value);
    }
  }
  return list;
}

/** The identifiers, in the list's order. */
export function codeIds<Id extends string>(list: CodeList<Id>): Id[] {
  return list.entries.map((entry) => entry.id);
}

/** A field that holds one of the list's identifiers. */
export function code<Id extends string>(list: CodeList<Id>) {
  return z.enum(codeIds(list) as [Id, ...Id[]]).meta({ codeList: list.name });
}

/** A set of identifiers: each at most once. */
export function codeSet<Id extends string>(list: CodeList<Id>, max: number, min = 0) {
  return z
    .array(code(list))
    .min(min)
    .max(max)
    .refine((values) => new Set(values).size === values.length, { error: "expected each value once" });
}

export function codeEntry<Id extends string>(list: CodeList<Id>, id: string): CodeEntry<Id> | undefined {
  return list.entries.find((entry) => entry.id === id);
}

/** The text shown for a value in a year; the identifier itself where the list doesn't know it. */
export function codeLabel(list: CodeList, id: string, language: "zh" | "en", year?: number): string {
  const entry = codeEntry(list, id);
  if (entry === undefined) return id;
  let text = entry[language];
  if (year !== undefined) for (const era of entry.eras ?? []) if (year >= era.from) text = era[language];
  return text;
}

/**
 * Our identifier for another scheme's code; undefined where the scheme has no such code in the list. Nothing
 * is guessed: the scheme must be named, since equal numbers mean different things (relation 11).
 */
export function fromScheme<Id extends string>(
  list: CodeList<Id>,
  scheme: CodeScheme,
  foreign: string,
): Id | undefined {
  return list.entries.find((entry) => entry[scheme] === foreign)?.id;
}

/** True when the value may be chosen in that year. */
export function codeInForce(entry: CodeEntry, year: number): boolean {
  return (entry.from === undefined || year >= entry.from) && (entry.to === undefined || year <= entry.to);
}
