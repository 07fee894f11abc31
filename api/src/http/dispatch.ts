import type { Context } from "koa";
import { z } from "zod";
import type { Reader } from "../auth/reader.ts";
import { clientOf, type TokenBuckets } from "../limiting/token-bucket.ts";
import { MIN_HEIGHT_WAIT_MS, type RateKind } from "../limits.ts";
import type { NodeAccess } from "../node-access.ts";
import { hasRole, permits, type ReadRow, type Subject } from "../permission/permission.ts";
import { HttpProblem, rateLimited } from "../problem.ts";
import type { ApiServices, RequestContext, Route, StreamAnswer } from "../route.ts";
import type { Routing } from "../routing.ts";
import { wholeNumber } from "../wire.ts";
import { sendAnswer } from "./answer.ts";
import { mediaType, parseJson, readBody } from "./body.ts";
import type { BodyMemory } from "./body-memory.ts";
import { isLoopbackAddress, isLoopbackHost } from "./cors.ts";
import { paidBy } from "./size-charge.ts";

export interface DispatchOptions {
  access: NodeAccess;
  routing: Routing;
  api: ApiServices;
  buckets: Record<RateKind, TokenBuckets>;
  bodies: BodyMemory;
  /** Origins that may use the testnet routes, besides none. */
  origins: () => readonly string[];
  sendStream: (ctx: Context, client: string, answer: StreamAnswer) => void;
}

const emptyObject = z.strictObject({});
const minHeight = wholeNumber();

/**
 * One request: route, rate, reader, role, parameters, body, height, handler, answer. Cheap refusals come
 * before dear work, and a body is read only for someone who may send it.
 */
export async function dispatch(ctx: Context, options: DispatchOptions): Promise<void> {
  const { access, routing, api, buckets } = options;
  // Koa's type says otherwise, but an address such as `http://` has no path.
  const path = (ctx.path as string | null) ?? "";
  const found = routing.find(ctx.method, path);
  if (!("route" in found)) {
    if (found.allow.length === 0) throw new HttpProblem(404, "request.not_found", path);
    const allow = found.allow.join(", ");
    throw new HttpProblem(
      405,
      "request.method_not_allowed",
      path,
      { method: ctx.method, allow },
      { Allow: allow },
    );
  }
  const { route } = found;
  const { spec } = route;
  ctx.state["route"] = spec.name;

  if (spec.testnet) requireTestnet(ctx, access, options.origins());
  // An open route asks for no token, but a token that is there must be good: its reader pays, and may see more.
  const reader = api.signIn.reader(ctx.get("Authorization"));
  const client = reader?.keyId ?? clientOf(ctx.ip);
  paidBy(ctx, client);
  const spend = (rate: RateKind, count: number) => {
    const wait = buckets[rate].take(client, count);
    if (wait > 0) throw rateLimited(wait);
  };
  spend(spec.rate ?? "read", 1);

  const table = spec.permission.open ? [] : spec.permission.rows;
  if (!spec.permission.open) requireRole(reader, table);

  const { minHeight: wanted, ...queryText } = singleValues(ctx.query);
  const params = check(spec.params ?? emptyObject, found.params, "");
  const query = check(spec.query ?? emptyObject, queryText, "");
  let body: unknown;
  let rawBody: Uint8Array | undefined;
  if (spec.body !== undefined) ({ body, rawBody } = await bodyOf(ctx, route, options.bodies, client));
  if (wanted !== undefined) await waitForHeight(access, check(minHeight, wanted, "minHeight"));

  let asked = false;
  const gone = new AbortController();
  ctx.res.once("close", () => gone.abort());
  const context: RequestContext<unknown, unknown, unknown> = {
    params,
    query,
    body,
    rawBody,
    access,
    api,
    reader,
    client,
    header: (name) => ctx.get(name),
    host: ctx.get("Host"),
    permits(subject) {
      asked = true;
      return reader !== undefined && permits(reader, table, subject);
    },
    permitsRestricted(subject) {
      const restricted = spec.permission.open ? undefined : spec.permission.restricted;
      return reader !== undefined && restricted !== undefined && permits(reader, restricted, subject);
    },
    permitsBy: (rows: readonly ReadRow[], subject: Subject) =>
      reader !== undefined && permits(reader, rows, subject),
    spend,
    signal: gone.signal,
  };
  const answer = await route.handler(context);
  if (!asked && table.some((row) => row.jurisdiction !== "none")) {
    throw new Error(`route ${spec.name} answered without asking for the reader's jurisdiction`);
  }
  if (spec.answer === "stream") options.sendStream(ctx, client, answer as StreamAnswer);
  else sendAnswer(ctx, route, answer, access);
}

function requireRole(reader: Reader | undefined, table: readonly ReadRow[]): void {
  if (reader === undefined) {
    throw new HttpProblem(401, "auth.required", "authorization", {}, { "WWW-Authenticate": "Bearer" });
  }
  if (!hasRole(reader, table)) {
    const roles = [...new Set(table.map((row) => row.role))].join(", ");
    throw new HttpProblem(403, "read.role", "", { roles });
  }
}

/** Test network, from the machine itself, by a page of ours or by none (DESIGN §11). */
function requireTestnet(ctx: Context, access: NodeAccess, origins: readonly string[]): void {
  if (access.testnet === undefined || !access.testNetwork) throw new HttpProblem(404, "testnet.only");
  if (!isLoopbackAddress(ctx.ip) || !isLoopbackHost(ctx.get("Host")))
    throw new HttpProblem(403, "request.host");
  const origin = ctx.get("Origin");
  // A page that this node served has the origin of a Host that was just found to be the machine itself.
  if (origin !== "" && origin !== `http://${ctx.get("Host")}` && !origins.includes(origin))
    throw new HttpProblem(403, "request.origin");
}

function singleValues(query: { [name: string]: string | string[] | undefined }): { [name: string]: string } {
  const out: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(query)) {
    if (typeof value !== "string") {
      throw new HttpProblem(400, "request.invalid", name, { field: name, expected: "one value" });
    }
    out[name] = value;
  }
  return out;
}

/** Throws 400 `request.invalid` with the path of the first thing that is wrong. */
function check<T extends z.ZodType>(schema: T, value: unknown, at: string): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const path = [...(at === "" ? [] : [at]), ...(issue?.path ?? []), ...unknown].join("/");
  throw new HttpProblem(400, "request.invalid", path, { field: path, expected: issue?.message ?? "" });
}

async function bodyOf(
  ctx: Context,
  route: Route,
  bodies: BodyMemory,
  client: string,
): Promise<{ body: unknown; rawBody: Uint8Array | undefined }> {
  const spec = route.spec.body;
  if (spec === undefined) return { body: undefined, rawBody: undefined };
  const type = mediaType(ctx.get("Content-Type"));
  // Until it is answered: the handler works with it.
  const held = bodies.hold(client);
  ctx.res.once("close", () => held.release());
  if (type === "application/msgpack" && spec.msgpack !== undefined) {
    return { body: undefined, rawBody: await readBody(ctx.req, spec.msgpack.maxBytes, held) };
  }
  if (type !== "application/json") {
    const accepted =
      spec.msgpack === undefined ? "application/json" : "application/json, application/msgpack";
    throw new HttpProblem(415, "request.media_type", "content-type", { contentType: type, accepted });
  }
  const json = parseJson(await readBody(ctx.req, spec.maxBytes, held));
  return { body: check(spec.schema, json, ""), rawBody: undefined };
}

async function waitForHeight(access: NodeAccess, height: number): Promise<void> {
  if (access.head().height >= height) return;
  if (await access.waitHeight(height, MIN_HEIGHT_WAIT_MS)) return;
  const values = { minHeight: height, height: access.head().height };
  throw new HttpProblem(503, "behind", "minHeight", values, { "Retry-After": "1" });
}
