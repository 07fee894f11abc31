import type { Context } from "koa";
import { STALE_HEARTBEATS } from "../limits.ts";
import type { NodeAccess } from "../node-access.ts";
import { HttpProblem } from "../problem.ts";
import type { ListAnswer, RawAnswer, RecordAnswer, Route } from "../route.ts";
import { toJson } from "../wire.ts";
import { constantBody } from "./constant-bodies.ts";
import { etagOf, matchesEtag } from "./etag.ts";
import { madeBytes } from "./size-charge.ts";

/** `height`, `blockTime` and `stale` of an answer: what the reader knows about its age. */
function ageOf(access: NodeAccess): { height: number; blockTime: number; stale?: true } {
  const { height, header } = access.head();
  const { heartbeat } = access.params();
  const stale = access.sinceHeadMs() > STALE_HEARTBEATS * heartbeat;
  return { height, blockTime: header.timestamp, ...(stale ? { stale } : {}) };
}

/**
 * Writes an answer through the route's response schema: a field that isn't declared doesn't leave. An
 * answer that doesn't fit its declaration is our mistake and throws.
 */
export function sendAnswer(ctx: Context, route: Route, answer: unknown, access: NodeAccess): void {
  const { spec } = route;
  const json = (value: unknown) => toJson(spec.response.parse(value));
  ctx.status = spec.status ?? 200;
  switch (spec.answer) {
    case "record": {
      const { data, proof } = answer as RecordAnswer<unknown>;
      send(ctx, { data: json(data) }, { ...ageOf(access), ...(proof === undefined ? {} : { proof }) });
      return;
    }
    case "list": {
      const { items, nextCursor } = answer as ListAnswer<unknown>;
      send(ctx, { items: items.map(json), nextCursor: nextCursor ?? null }, ageOf(access));
      return;
    }
    case "flat":
      ctx.type = "application/json";
      ctx.body = JSON.stringify(json(answer));
      return;
    case "raw": {
      const { contentType, body, headers, constant } = answer as RawAnswer;
      const made = constant === true ? constantBody(body) : undefined;
      const etag = made?.etag ?? etagOf(body);
      ctx.set(headers ?? {});
      ctx.set("ETag", etag);
      if (matchesEtag(ctx.get("If-None-Match"), etag)) ctx.status = 304;
      else {
        ctx.set("Content-Type", contentType);
        if (made !== undefined) ctx.vary("Accept-Encoding");
        if (made !== undefined && ctx.acceptsEncodings("gzip", "identity") === "gzip") {
          ctx.set("Content-Encoding", "gzip");
          ctx.body = made.gzip;
          return;
        }
        ctx.body = typeof body === "string" ? body : Buffer.from(body);
      }
      return;
    }
    case "stream":
      throw new HttpProblem(500, "internal.error");
  }
}

function send(ctx: Context, data: object, age: object): void {
  const text = JSON.stringify(data);
  madeBytes(ctx, text.length);
  if (ctx.method === "GET" || ctx.method === "HEAD") {
    const etag = etagOf(text);
    ctx.set("ETag", etag);
    if (matchesEtag(ctx.get("If-None-Match"), etag)) {
      ctx.status = 304;
      return;
    }
  }
  ctx.type = "application/json";
  // Both are JSON objects with fields: joined without serialising the data twice.
  ctx.body = `${text.slice(0, -1)},${JSON.stringify(age).slice(1)}`;
}
