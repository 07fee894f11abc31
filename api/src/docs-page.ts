import { createHash } from "node:crypto";
import { type Description, registry } from "@jingzhun/ledger";
import { JURISDICTION_WORDS } from "./openapi.ts";
import type { Catalogue } from "./problem.ts";
import type { Route } from "./route.ts";

type ActionDescription = Description["actions"][number];

const STYLE = `body{font:18px/1.6 system-ui,sans-serif;margin:0 auto;max-width:62rem;padding:1rem 1.5rem;color:#1b1b1b}
h1{font-size:1.6rem}h2{margin-top:2.2rem;border-bottom:2px solid #9a1f1f}h3{margin:1.6rem 0 .2rem;font-size:1.05rem}
code{font-family:ui-monospace,monospace;background:#f4f1ec;padding:.1em .3em;border-radius:.2em}
.m{font-weight:700;color:#9a1f1f}p{margin:.2rem 0}.who{color:#555}table{border-collapse:collapse}td,th{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0}
nav a{margin-right:1rem}`;

/** The hash that the page's own style needs in its Content-Security-Policy; nothing else on it is inline. */
export const DOCS_CSP = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; base-uri 'none'; frame-ancestors 'none'`;

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? c);
}

const code = (schema: unknown) => `<code>${escapeHtml(JSON.stringify(schema))}</code>`;

/** One kind of action: who may do it, and the fields of its payload. */
function actionSection({ type, title, payload, permission }: ActionDescription): string {
  const { properties = {}, required = [] } = payload as {
    properties?: { [name: string]: object };
    required?: string[];
  };
  const fields = Object.entries(properties)
    .map(
      ([name, schema]) =>
        `<tr><td><code>${name}</code></td><td>${required.includes(name) ? "必填 required" : "选填 optional"}</td><td>${code(schema)}</td></tr>`,
    )
    .join("");
  const who = permission
    .map(({ role, jurisdiction }) => `${role} (${JURISDICTION_WORDS[jurisdiction] ?? jurisdiction})`)
    .join(", ");
  return `<h3 id="action-${type}"><code>${type}</code></h3>
<p>${escapeHtml(title.zh)} · ${escapeHtml(title.en)}</p><p class="who">谁可以办理 / who may: ${escapeHtml(who)}</p><table>${fields}</table>`;
}

interface Operation {
  summary: string;
  description: string;
  requestBody?: { content: { [type: string]: { schema: object } } };
  parameters: { name: string; in: string; required: boolean; description?: string; schema: object }[];
}

/** `/docs`: every route, every kind of action and every problem code, readable without scripts, from the OpenAPI document. */
export function docsPage(document: object, routes: readonly Route[], catalogue: Catalogue): string {
  const { info, paths } = document as {
    info: { version: string };
    paths: { [path: string]: { [method: string]: Operation } };
  };
  const tags = [...new Set(routes.map((r) => r.spec.docs.tag))];
  const section = (tag: string) =>
    routes
      .filter((r) => r.spec.docs.tag === tag)
      .map(({ spec }) => {
        const path = spec.path.replace(/:(\w+)/g, "{$1}");
        const operation = paths[path]?.[spec.method.toLowerCase()];
        if (operation === undefined) return "";
        const parameters = operation.parameters
          .map(
            (p) =>
              `<tr><td><code>${p.name}</code></td><td>${p.in}${p.required ? "" : " ?"}</td><td>${escapeHtml(p.description ?? "")} ${code(p.schema)}</td></tr>`,
          )
          .join("");
        const bodies = Object.entries(operation.requestBody?.content ?? {})
          .map(([type, { schema }]) => `<p>body: ${escapeHtml(type)} ${code(schema)}</p>`)
          .join("");
        return `<h3 id="${spec.name}"><span class="m">${spec.method}</span> <code>${escapeHtml(path)}</code></h3>
<p>${escapeHtml(operation.summary)}</p><p class="who">${escapeHtml(operation.description).replaceAll("\n\n", "<br>")}</p>${bodies}${parameters === "" ? "" : `<table>${parameters}</table>`}`;
      })
      .join("\n");
  const problems = Object.entries(catalogue)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([code, text]) =>
        `<tr><td><code>${escapeHtml(code)}</code></td><td>${escapeHtml(text.zh)}<br>${escapeHtml(text.en)}</td><td>${escapeHtml(text.hint?.zh ?? "")}<br>${escapeHtml(text.hint?.en ?? "")}</td></tr>`,
    )
    .join("");
  const actions = registry.describe().actions.map(actionSection).join("\n");
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>精准 Jingzhun · API</title><style>${STYLE}</style>
<h1>精准 Jingzhun · API ${escapeHtml(info.version)}</h1>
<p>完整描述 / full description: <a href="/v1/openapi.json">OpenAPI 3.1</a></p>
<nav>${tags.map((tag) => `<a href="#tag-${tag}">${tag}</a>`).join("")}<a href="#actions">actions</a><a href="#problems">problems</a></nav>
${tags.map((tag) => `<h2 id="tag-${tag}">${tag}</h2>${section(tag)}`).join("\n")}
<h2 id="actions">交易的操作 · Actions of transactions</h2>
<p>也见 / also at <a href="#chain.actions">/v1/chain/actions</a> (JSON Schema)</p>
${actions}
<h2 id="problems">错误代码 · Problem codes</h2><table>${problems}</table></html>`;
}
