/**
 * Writes the SDK's types: of routes from the OpenAPI document, of actions from the modules (DESIGN §2). A generator of our own: the usual one,
 * openapi-typescript, drives the TypeScript compiler's API and doesn't run with TypeScript 7, and all that is
 * needed is the JSON Schema that zod writes for our own routes.
 */

import type { Module } from "@jingzhun/ledger";
import { z } from "zod";

type Json = { [key: string]: unknown };

const INDENT = "  ";

/** A JSON Schema as a TypeScript type. Throws on what our schemas don't use, so that nothing is guessed. */
function typeOf(schema: Json, depth = 0): string {
  const inner = (s: unknown) => typeOf(s as Json, depth);
  if (typeof schema["tsType"] === "string") return schema["tsType"];
  if ("const" in schema) return JSON.stringify(schema["const"]);
  if (Array.isArray(schema["enum"])) return schema["enum"].map((v) => JSON.stringify(v)).join(" | ");
  for (const key of ["anyOf", "oneOf"]) {
    const options = schema[key];
    if (Array.isArray(options)) return [...new Set(options.map((o) => parenthesised(inner(o))))].join(" | ");
  }
  if (Array.isArray(schema["allOf"])) return schema["allOf"].map((o) => parenthesised(inner(o))).join(" & ");
  const type = schema["type"];
  if (Array.isArray(type)) return type.map((t) => typeOf({ ...schema, type: t }, depth)).join(" | ");
  switch (type) {
    case undefined:
      return "unknown";
    case "string":
      return "string";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "array":
      return arrayType(schema, inner);
    case "object":
      return objectType(schema, depth);
    default:
      throw new Error(`no TypeScript for JSON Schema type ${JSON.stringify(type)}`);
  }
}

function parenthesised(type: string): string {
  return type.includes(" | ") || type.includes(" & ") ? `(${type})` : type;
}

function arrayType(schema: Json, inner: (s: unknown) => string): string {
  const prefix = schema["prefixItems"];
  if (Array.isArray(prefix)) return `[${prefix.map(inner).join(", ")}]`;
  return `${parenthesised(inner(schema["items"] ?? {}))}[]`;
}

function objectType(schema: Json, depth: number): string {
  const properties = Object.entries((schema["properties"] ?? {}) as { [name: string]: Json });
  const required = new Set((schema["required"] ?? []) as string[]);
  const additional = schema["additionalProperties"];
  const rest =
    typeof additional === "object" && additional !== null ? typeOf(additional as Json, depth + 1) : "unknown";
  if (properties.length === 0) {
    return additional === undefined || additional === false
      ? "Record<string, never>"
      : `{ [name: string]: ${rest} }`;
  }
  const pad = INDENT.repeat(depth + 1);
  const lines = properties.map(([name, property]) => {
    const description = property["description"];
    const doc =
      typeof description === "string" ? `${pad}/** ${description.replaceAll("*/", "* /")} */\n` : "";
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    return `${doc}${pad}${key}${required.has(name) ? "" : "?"}: ${typeOf(property, depth + 1)};\n`;
  });
  return `{\n${lines.join("")}${INDENT.repeat(depth)}}`;
}

interface Operation {
  operationId: string;
  summary: string;
  security: unknown[];
  parameters: { name: string; in: string; required: boolean; description?: string; schema: Json }[];
  requestBody?: { content: { [type: string]: { schema: Json } } };
  responses: { [status: string]: { content?: { [type: string]: { schema: Json } } } };
}

function parametersType(operation: Operation, place: "path" | "query"): string {
  const list = operation.parameters.filter((p) => p.in === place && p.name !== "minHeight");
  if (list.length === 0) return "undefined";
  const properties: Json = {};
  for (const { name, schema, description } of list) {
    properties[name] = { ...queryValue(schema), ...(description === undefined ? {} : { description }) };
  }
  const type = objectType({ properties, required: list.filter((p) => p.required).map((p) => p.name) }, 2);
  return list.some((p) => p.required) ? type : `${type} | undefined`;
}

/** A flag is written as a boolean by programs. */
function queryValue(schema: Json): Json {
  const options = schema["enum"];
  return Array.isArray(options) && options.includes("true") ? { type: "boolean" } : schema;
}

/** A payload's schema with bytes as what a program passes. */
function payloadSchema(schema: z.ZodType): Json {
  return z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    reused: "inline",
    override({ zodSchema, jsonSchema }) {
      const json = jsonSchema as Json;
      const isBytes = typeof json["bytes"] === "number" || json["contentEncoding"] === "base64";
      if (zodSchema._zod.def.type === "custom" && isBytes) json["tsType"] = "Uint8Array";
    },
  }) as Json;
}

/** The source of `client-sdk/src/generated/actions.ts`. */
export function actionsSource(modules: readonly Module[]): string {
  const types = modules
    .flatMap((module) => module.actions)
    .map(
      ({ type, title, payload }) =>
        `${INDENT}/** ${title.zh} · ${title.en} */\n${INDENT}${JSON.stringify(type)}: ${typeOf(payloadSchema(payload), 1)};`,
    );
  return `// Generated from the ledger's modules by \`npm run generated\`. Don't edit.

/** The payload of each action, as its module's schema takes it; bytes as Uint8Array. */
export interface ActionPayloads {
${types.join("\n")}
}
`;
}

/** The source of `client-sdk/src/generated/api.ts`. */
export function clientSource(document: object): string {
  const { paths } = document as { paths: { [path: string]: { [method: string]: Operation } } };
  const types: string[] = [];
  const table: string[] = [];
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const response = Object.entries(operation.responses).find(([status]) => status !== "default")?.[1];
      const json = response?.content?.["application/json"];
      if (json === undefined) continue;
      const body = operation.requestBody?.content["application/json"];
      types.push(`${INDENT}/** ${operation.summary} */
${INDENT}${JSON.stringify(operation.operationId)}: {
    params: ${parametersType(operation, "path")};
    query: ${parametersType(operation, "query")};
    body: ${body === undefined ? "undefined" : typeOf(body.schema, 2)};
    response: ${typeOf(json.schema, 2)};
  };`);
      const entry = {
        method: method.toUpperCase(),
        path,
        guarded: operation.security.length > 0,
        minHeight: operation.parameters.some((p) => p.name === "minHeight"),
      };
      table.push(`${INDENT}${JSON.stringify(operation.operationId)}: ${JSON.stringify(entry)},`);
    }
  }
  return `// Generated from the OpenAPI document by \`npm run generated\`. Don't edit.

/** Every JSON route by its name: what it takes and what it answers. */
export interface Routes {
${types.join("\n")}
}

/** How each is called; \`guarded\` ones need a token. */
export const routes: {
  readonly [N in keyof Routes]: {
    readonly method: "GET" | "POST";
    readonly path: string;
    readonly guarded: boolean;
    readonly minHeight: boolean;
  };
} = {
${table.join("\n")}
};
`;
}
