import { z } from "zod";
import type { Route } from "./route.ts";

type Json = { [key: string]: unknown };

/**
 * JSON Schema of a zod schema as it looks on the wire. Our schemas say it themselves in `meta.wire` where
 * zod can't know (bytes as hex, numbers in a URL); the ledger's schemas give the length of `bytes`.
 */
function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const out = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    reused: "inline",
    override({ jsonSchema }) {
      const json = jsonSchema as Json;
      const wire = json["wire"] as Json | undefined;
      if (wire !== undefined) {
        for (const key of Object.keys(json)) delete json[key];
        Object.assign(json, wire);
      } else if (typeof json["bytes"] === "number") {
        const digits = 2 * json["bytes"];
        delete json["bytes"];
        Object.assign(json, { type: "string", format: "hex", minLength: digits, maxLength: digits });
      }
      // A declared answer is closed by stripping; saying so in every object would only bloat the document.
      if (io === "output" && json["additionalProperties"] === false) delete json["additionalProperties"];
    },
  }) as Json;
  delete out["$schema"];
  return out;
}

const AGE: Json = {
  height: { type: "integer", description: "Head that this answer was read at" },
  blockTime: { type: "integer", description: "Timestamp of that block, ms UTC" },
  stale: { type: "boolean", const: true, description: "The head is older than three heartbeats" },
};
const PROOF: Json = {
  type: "object",
  description: "Base64 of the encoded structs: check them with the SDK",
  properties: {
    proof: { type: "string", contentEncoding: "base64" },
    header: { type: "string", contentEncoding: "base64" },
    certificate: { type: "string", contentEncoding: "base64" },
  },
  required: ["proof", "header"],
};

function answerSchema(route: Route): Json {
  const { spec } = route;
  const data = jsonSchema(spec.response, "output");
  switch (spec.answer) {
    case "record":
      return {
        type: "object",
        properties: { data, ...AGE, ...(spec.proof ? { proof: PROOF } : {}) },
        required: ["data", "height", "blockTime"],
      };
    case "list":
      return {
        type: "object",
        properties: {
          items: { type: "array", items: data },
          nextCursor: { type: ["string", "null"] },
          ...AGE,
        },
        required: ["items", "nextCursor", "height", "blockTime"],
      };
    default:
      return data;
  }
}

function parametersOf(route: Route): Json[] {
  const { spec } = route;
  const list: Json[] = [];
  const add = (schema: z.ZodType | undefined, place: "path" | "query") => {
    if (schema === undefined) return;
    const { properties = {}, required = [] } = jsonSchema(schema, "input") as {
      properties?: { [name: string]: Json };
      required?: string[];
    };
    for (const [name, { description, ...property }] of Object.entries(properties)) {
      list.push({
        name,
        in: place,
        required: place === "path" || required.includes(name),
        ...(description === undefined ? {} : { description }),
        schema: property,
      });
    }
  };
  add(spec.params, "path");
  add(spec.query, "query");
  if (spec.method === "GET" && (spec.answer === "record" || spec.answer === "list")) {
    list.push({
      name: "minHeight",
      in: "query",
      required: false,
      description: "Wait (at most 5 s) until the node is at this height, else 503 `behind`",
      schema: { type: "integer", minimum: 0 },
    });
  }
  return list;
}

function contentOf(route: Route): Json {
  const { answer } = route.spec;
  if (answer === "stream") return { "text/event-stream": { schema: { type: "string" } } };
  if (answer === "raw") return { "*/*": { schema: jsonSchema(route.spec.response, "output") } };
  return { "application/json": { schema: answerSchema(route) } };
}

/** Where a role reaches, in words. */
export const JURISDICTION_WORDS: { readonly [jurisdiction: string]: string } = {
  none: "everywhere",
  division: "within the divisions of the role",
  organisation: "of the own organisation",
  own_household: "of the own household",
  hosted: "of operators hosted by the own organisation",
};

function permissionText(route: Route): string {
  const { permission } = route.spec;
  if (permission.open) return `Open without a token: ${permission.why}.`;
  const rows = (list: readonly { role: string; jurisdiction: string }[]) => {
    const by = new Map<string, string[]>();
    for (const { role, jurisdiction } of list) by.set(jurisdiction, [...(by.get(jurisdiction) ?? []), role]);
    return [...by]
      .map(
        ([jurisdiction, roles]) => `${JURISDICTION_WORDS[jurisdiction] ?? jurisdiction}: ${roles.join(", ")}`,
      )
      .join("; ");
  };
  const restricted = permission.restricted;
  return (
    `Who may: ${rows(permission.rows)}.` +
    (restricted === undefined ? "" : ` Restricted part: ${rows(restricted)}.`)
  );
}

/** The OpenAPI 3.1 document of these routes: the whole contract of the HTTP API, from their declarations alone. */
export function openApiDocument(routes: readonly Route[], version: string): Json {
  const paths: { [path: string]: Json } = {};
  for (const route of routes) {
    const { spec } = route;
    const path = spec.path.replace(/:(\w+)/g, "{$1}");
    const body = spec.body;
    (paths[path] ??= {})[spec.method.toLowerCase()] = {
      operationId: spec.name,
      tags: [spec.docs.tag],
      summary: `${spec.docs.zh} · ${spec.docs.en}`,
      description: [spec.docs.detail, permissionText(route)].filter((s) => s !== undefined).join("\n\n"),
      security: spec.permission.open ? [] : [{ token: [] }],
      "x-permission": spec.permission,
      parameters: parametersOf(route),
      ...(body === undefined
        ? {}
        : {
            requestBody: {
              required: true,
              content: {
                "application/json": { schema: jsonSchema(body.schema, "input") },
                ...(body.msgpack === undefined
                  ? {}
                  : {
                      "application/msgpack": {
                        schema: {
                          type: "string",
                          contentMediaType: "application/msgpack",
                          description: body.msgpack.description,
                        },
                      },
                    }),
              },
            },
          }),
      responses: {
        [String(spec.status ?? 200)]: { description: "OK", content: contentOf(route) },
        default: { $ref: "#/components/responses/Problem" },
      },
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "精准 Jingzhun",
      version,
      description:
        "许可链节点的接口：交易只凭签名提交，读取需登录并受角色与管辖范围限制。\n\nThe node's HTTP API: transactions are authorised by their signature; reads need a token and stay within the reader's role and jurisdiction.",
    },
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: { Problem: PROBLEM },
      responses: {
        Problem: {
          description: "RFC 9457 problem details",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
  };
}

const BOTH = {
  type: "object",
  properties: { zh: { type: "string" }, en: { type: "string" } },
  required: ["zh", "en"],
};
const PROBLEM: Json = {
  type: "object",
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", description: "Stable" },
    path: { type: "string", description: "Field that is wrong, or empty" },
    message: BOTH,
    hint: BOTH,
    values: { type: "object", additionalProperties: true },
  },
  required: ["type", "title", "status", "code", "path", "message", "hint", "values"],
};
