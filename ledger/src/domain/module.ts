import type { z } from "zod";
import type { RecordClass } from "../execute/state.ts";
import type { ActionContext, DueContext, ReadContext } from "./context.ts";
import type { PermissionRow, Subject } from "./permission.ts";
import type { RefusalCatalogue } from "./refusal.ts";
import type { StateTable } from "./state-table.ts";

/** The variable parts of a record's key by name, e.g. `{ household, n }`. */
export type Parts = { readonly [name: string]: string | number };

/** `"household/:household/payments/:n"` → `{ household, n }`. */
export type PartsOf<Pattern extends string> = Pattern extends `${infer Head}/${infer Tail}`
  ? PartsOf<Head> & PartsOf<Tail>
  : Pattern extends `:${infer Name}`
    ? { readonly [K in Name]: string | number }
    : unknown;

/**
 * A kind of record. Values are plain data for the codec: objects, arrays, safe integers, strings, booleans,
 * null, bytes; optional fields omitted. A value read from a context is frozen: change it by making another.
 */
export interface RecordType<V, P = Parts> {
  readonly name: string;
  /** Segments joined by `/`; `:name` is a part. The first segment is fixed. Keys carry no restricted fact. */
  readonly pattern: string;
  readonly class: RecordClass;
  readonly schema: z.ZodType<V>;
  /**
   * Whose attachments salt a restricted record: `household/<id>` or `person/<id>`. Without it, the first
   * two segments of the key.
   */
  subject?(parts: P): string;
  /**
   * Rows of the indexes, `"<index>/<sort…>"`, pure function of key and value. For a restricted record keep
   * the rows to what the node may hold in clear.
   */
  indexes?(parts: StringParts<P>, value: V): string[];
  /** The division under which the record is read (jurisdiction of readers). */
  division?(parts: StringParts<P>, value: V): string | undefined;
  /** The axis of state along which actions move the record: says what can come next. */
  readonly steps?: { readonly table: StateTable<string>; state(value: V): string };
  /** The pattern, compiled by `defineRecord`. */
  readonly segments: readonly Segment[];
}
/** A fixed segment of a key, or the name of a part. */
export interface Segment {
  readonly name: string;
  readonly isPart: boolean;
}
/** Parts as they come back from a key: always strings. */
export type StringParts<P> = { readonly [K in keyof P]: string };
// biome-ignore lint/suspicious/noExplicitAny: the registry holds types of every value
export type AnyRecordType = RecordType<any, any>;
export type ValueOf<T> = T extends RecordType<infer V, infer _P> ? V : never;

/** The subject of restricted aggregates, which stand for nobody; no attachment can be bound to it. */
export const AGGREGATE_SUBJECT = "";

/** A kind of action: who may, what must hold, what changes. */
export interface ActionDef<P> {
  /** `<module>.<verb>` */
  readonly type: string;
  readonly title: { readonly zh: string; readonly en: string };
  /** A strict object. */
  readonly payload: z.ZodType<P>;
  /** Cost units (≈ µs of the reference machine) besides what bytes and records cost; params may override it. */
  readonly cost: number;
  /** Any row that matches permits. */
  readonly permission: readonly PermissionRow[];
  /** What the action is about, read before permission is judged. May refuse (`<type>.not_found`). */
  subject(ctx: ReadContext, payload: P): Subject;
  /** Throws `Refusal` (through `ctx.refuse`) for what the rules don't allow. */
  apply(ctx: ActionContext, payload: P): void;
}
// biome-ignore lint/suspicious/noExplicitAny: the registry holds actions of every payload
export type AnyActionDef = ActionDef<any>;

/** A handler of due entries: `ctx.schedule(time, id, "<module>.<name>", payload)`. */
// biome-ignore lint/suspicious/noExplicitAny: payloads are what the module itself scheduled
export type DueHandler = (ctx: DueContext, payload: any) => void;

export interface Module {
  readonly name: string;
  readonly version: number;
  readonly records: readonly AnyRecordType[];
  readonly actions: readonly AnyActionDef[];
  readonly refusals: RefusalCatalogue;
  /** By full name `<module>.<name>`. */
  readonly due?: { readonly [name: string]: DueHandler };
}

/** Checks and compiles a record type. The pattern gives the type of its parts. */
export function defineRecord<V, const Pattern extends string>(
  type: Omit<RecordType<V, PartsOf<Pattern>>, "segments" | "pattern"> & { readonly pattern: Pattern },
): RecordType<V, PartsOf<Pattern>> {
  const segments = type.pattern.split("/");
  if (segments[0]?.startsWith(":") || segments.some((s) => !/^:?[a-z][a-zA-Z0-9]*$/.test(s))) {
    throw new Error(`record type ${type.name}: bad pattern ${type.pattern}`);
  }
  return {
    ...type,
    segments: segments.map((segment) => {
      const isPart = segment.startsWith(":");
      return { name: isPart ? segment.slice(1) : segment, isPart };
    }),
  };
}

export function defineAction<P>(action: ActionDef<P>): ActionDef<P> {
  return action;
}

export function defineModule(module: Module): Module {
  return module;
}

/** A part of a key: ASCII, so that the order of keys is the order of their UTF-8 bytes. */
const PART = /^[A-Za-z0-9._-]{1,80}$/;

/** The key of a record. Throws on a part that is missing or has other characters (our mistake, not the sender's). */
export function recordKey<P>(type: Pick<RecordType<unknown, P>, "segments" | "name">, parts: P): string {
  let key = "";
  for (let i = 0; i < type.segments.length; i++) {
    const { name, isPart } = type.segments[i]!;
    if (i > 0) key += "/";
    if (!isPart) key += name;
    else {
      const part = (parts as Parts)[name];
      const text = typeof part === "string" ? part : String(part);
      if (!PART.test(text)) throw new Error(`record ${type.name}: bad part :${name} ${text}`);
      key += text;
    }
  }
  return key;
}
