import { z } from "zod";
import { decode, type Value } from "../bytes/codec.ts";
import { governance } from "./governance/index.ts";
import type { AnyActionDef, AnyRecordType, DueHandler, Module } from "./module.ts";
import type { PermissionRow } from "./permission.ts";
import type { RefusalCatalogue, RefusalText } from "./refusal.ts";

/** What the console and the API read of the domain: plain JSON. */
export interface Description {
  modules: { name: string; version: number }[];
  actions: {
    type: string;
    module: string;
    title: { zh: string; en: string };
    cost: number;
    /** JSON Schema 2020-12; bytes are base64 strings with `contentEncoding`. */
    payload: object;
    permission: PermissionRow[];
  }[];
  records: { name: string; module: string; pattern: string; class: string }[];
  refusals: { [code: string]: RefusalText };
}

/** All modules joined. Adding one touches nothing but the list that is given here. */
export interface Registry {
  readonly modules: readonly Module[];
  /** Module name → version. */
  readonly versions: { readonly [module: string]: number };
  readonly refusals: RefusalCatalogue;
  action(type: string): AnyActionDef | undefined;
  due(name: string): DueHandler | undefined;
  /** The type and the parts of a key; undefined for a key of no known type. */
  recordType(key: string): { type: AnyRecordType; parts: { readonly [name: string]: string } } | undefined;
  /**
   * Index rows of a record's value, encoded or decoded: a pure function of key and value, without doubles. undefined:
   * records with such a key stand in no index.
   */
  indexRows(key: string): ((value: Uint8Array | Value) => string[]) | undefined;
  describe(): Description;
}

const NAME = /^[a-z][a-zA-Z0-9]*$/;
const NOTHING: readonly AnyRecordType[] = [];

/** Throws where modules contradict each other or themselves: found at start, not at work. */
export function createRegistry(list: readonly Module[]): Registry {
  const modules = [governance, ...list];
  const actions = new Map<string, AnyActionDef>();
  const handlers = new Map<string, DueHandler>();
  const versions: { [module: string]: number } = {};
  const refusals: { [code: string]: RefusalText } = {};
  /** By first segment and number of segments; fixed segments before parts. */
  const types = new Map<string, AnyRecordType[]>();
  /** First segments of the keys of records that stand in an index. */
  const indexed = new Set<string>();
  const names = new Set<string>();
  const once = (kind: string, name: string) => {
    if (names.has(`${kind} ${name}`)) throw new Error(`${kind} ${name} is defined twice`);
    names.add(`${kind} ${name}`);
  };

  for (const module of modules) {
    if (!/^[a-z][a-z0-9_]{1,39}$/.test(module.name)) throw new Error(`module name ${module.name}`);
    once("module", module.name);
    versions[module.name] = module.version;
    for (const action of module.actions) {
      const [owner, verb = ""] = action.type.split(".");
      if (owner !== module.name || !NAME.test(verb)) throw new Error(`action type ${action.type}`);
      if (action.permission.length === 0) throw new Error(`action ${action.type} permits nobody`);
      once("action", action.type);
      actions.set(action.type, action);
    }
    for (const [name, handler] of Object.entries(module.due ?? {})) {
      if (!name.startsWith(`${module.name}.`)) throw new Error(`due handler ${name}`);
      handlers.set(name, handler);
    }
    for (const type of module.records) {
      if (!/^[a-z][a-z0-9_]*$/.test(type.name)) throw new Error(`record type name ${type.name}`);
      once("record type", type.name);
      once("pattern", type.segments.map((s) => (s.isPart ? ":" : s.name)).join("/"));
      const place = `${type.segments[0]!.name}/${type.segments.length}`;
      const same = types.get(place) ?? [];
      same.push(type);
      same.sort((a, b) => partsIn(a) - partsIn(b));
      types.set(place, same);
      if (type.indexes !== undefined) indexed.add(type.segments[0]!.name);
      refusals[`${type.name}.not_found`] ??= {
        zh: "没有找到这条记录",
        en: `There is no such record (${type.name})`,
        hint: { zh: "请核对编号。", en: "Check the id." },
      };
    }
    for (const [code, text] of Object.entries(module.refusals)) {
      if (!/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/.test(code)) throw new Error(`refusal code ${code}`);
      once("refusal", code);
      refusals[code] = text;
    }
  }

  function recordType(key: string): ReturnType<Registry["recordType"]> {
    const segments = key.split("/");
    for (const type of types.get(`${segments[0]}/${segments.length}`) ?? NOTHING) {
      const parts: { [name: string]: string } = {};
      let fits = true;
      for (let i = 1; fits && i < segments.length; i++) {
        const { name, isPart } = type.segments[i]!;
        if (isPart) parts[name] = segments[i]!;
        else fits = name === segments[i];
      }
      if (fits) return { type, parts };
    }
    return undefined;
  }

  let description: Description | undefined;
  return {
    modules,
    versions,
    refusals,
    action: (type) => actions.get(type),
    due: (name) => handlers.get(name),
    recordType,
    indexRows(key) {
      const slash = key.indexOf("/");
      if (!indexed.has(slash < 0 ? key : key.slice(0, slash))) return undefined;
      const found = recordType(key);
      const indexes = found?.type.indexes;
      if (found === undefined || indexes === undefined) return undefined;
      return (value) => {
        const rows = indexes(found.parts, value instanceof Uint8Array ? decode(value) : value);
        return rows.length > 1 ? [...new Set(rows)] : rows;
      };
    },
    describe: () => (description ??= describe(modules, refusals)),
  };
}

function partsIn(type: AnyRecordType): number {
  return type.segments.filter((segment) => segment.isPart).length;
}

function describe(modules: readonly Module[], refusals: RefusalCatalogue): Description {
  return {
    modules: modules.map(({ name, version }) => ({ name, version })),
    actions: modules.flatMap((module) =>
      module.actions.map(({ type, title, cost, permission, payload }) => ({
        type,
        module: module.name,
        title,
        cost,
        payload: payloadSchema(payload),
        permission: [...permission],
      })),
    ),
    records: modules.flatMap((module) =>
      module.records.map(({ name, pattern, class: kind }) => ({
        name,
        module: module.name,
        pattern,
        class: kind,
      })),
    ),
    refusals: { ...refusals },
  };
}

function payloadSchema(schema: z.ZodType): object {
  return z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      const length = (jsonSchema as { bytes?: number }).bytes;
      if (length === undefined) return;
      Object.assign(jsonSchema, { type: "string", contentEncoding: "base64" });
    },
  });
}
