import {
  type Action,
  civilDateOf,
  JzError,
  type ReadContext,
  recordKey,
  registry,
  type Value,
} from "@jingzhun/ledger";
import type { NodeAccess } from "./node-access.ts";
import type { Subject } from "./permission/permission.ts";

/**
 * What actions are about, as the modules say it, judged by the state at the head. An action whose object
 * can't be found has an empty subject, which no jurisdiction covers.
 */
export function actionSubjects(access: NodeAccess, actions: readonly Action[]): Subject[] {
  const context = readContext(access);
  return actions.map(([type, payload]) => {
    try {
      return registry.action(type)?.subject(context, payload) ?? {};
    } catch {
      return {};
    }
  });
}

/** What an event is about: its own `division` or `household`, or the division of the file that it names. */
export function eventSubject(access: NodeAccess, data: { readonly [key: string]: Value }): Subject {
  const household = typeof data["household"] === "string" ? data["household"] : undefined;
  const organisation = typeof data["organisation"] === "string" ? data["organisation"] : undefined;
  const own = typeof data["division"] === "string" ? data["division"] : undefined;
  return { household, organisation, division: own ?? householdDivision(access, household) };
}

export function householdDivision(access: NodeAccess, household: string | undefined): string | undefined {
  if (household === undefined || !/^[A-Za-z0-9._-]{1,80}$/.test(household)) return undefined;
  const value = access.record(`household/${household}`)?.value as { division?: unknown } | undefined;
  return typeof value?.division === "string" ? value.division : undefined;
}

/** The state at the head, as a module's rule reads it. */
function readContext(access: NodeAccess): ReadContext {
  const { header, height } = access.head();
  const params = access.params();
  const refuse = (code: string, path: string, values?: { readonly [key: string]: Value }): never => {
    throw new JzError(code, path, values);
  };
  const context: ReadContext = {
    chainId: access.chainId,
    height,
    time: header.timestamp,
    date: civilDateOf(header.timestamp),
    params,
    param: (name, fallback) => (params.domain[name] as typeof fallback | undefined) ?? fallback,
    get: (type, parts) => access.record(recordKey(type, parts))?.value as never,
    require(type, parts, path) {
      const value = context.get(type, parts);
      return value === undefined ? refuse(`${type.name}.not_found`, path) : value;
    },
    version: (type, parts) => access.record(recordKey(type, parts))?.version ?? 0,
    refuse,
    check(holds, code, path, values) {
      if (!holds) refuse(code, path, values);
    },
  };
  return context;
}
