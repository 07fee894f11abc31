import type { ActionContext } from "../context.ts";

/** The same context, in which nothing changes: what is refused here would be refused in earnest. */
export function rehearsal(ctx: ActionContext): ActionContext {
  const { chainId, height, time, date, params, txId, txIndex, actionIndex, sender } = ctx;
  const nothing = () => {};
  return {
    chainId,
    height,
    time,
    date,
    params,
    txId,
    txIndex,
    actionIndex,
    sender,
    param: (name, fallback) => ctx.param(name, fallback),
    get: (type, parts) => ctx.get(type, parts),
    require: (type, parts, path) => ctx.require(type, parts, path),
    blockAt: (at) => ctx.blockAt(at),
    version: (type, parts) => ctx.version(type, parts),
    refuse: (code, path, values) => ctx.refuse(code, path, values),
    check: (holds, code, path, values) => ctx.check(holds, code, path, values),
    restricted: (id, schema, subject) => ctx.restricted(id, schema, subject),
    attach: (id, subject) => ctx.attach(id, subject),
    separate: (path, ...actors) => ctx.separate(path, ...actors),
    expectVersion: (type, parts, expected) => ctx.expectVersion(type, parts, expected),
    put: nothing,
    remove: nothing,
    emit: nothing,
    schedule: nothing,
    unschedule: nothing,
    count: nothing,
    countRestricted: nothing,
  };
}
