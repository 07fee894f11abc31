import { z } from "zod";
import { DOCS_CSP } from "../docs-page.ts";
import { SIGNED_IN } from "../permission/permission.ts";
import { HttpProblem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";

const problem = z.object({ code: z.string(), zh: z.string(), en: z.string(), remedy: z.string() });

const status = defineRoute(
  {
    name: "status.get",
    method: "GET",
    path: "/v1/status",
    permission: { open: true, why: "clients choose a node and see its height, clock and problems" },
    answer: "flat",
    response: z.object({
      chainId: z.string(),
      version: z.string(),
      now: z.int(),
      epoch: z.int(),
      height: z.int(),
      blockHash: z.string(),
      stateRoot: z.string(),
      timestamp: z.int(),
      historyFrom: z.int(),
      validators: z.array(z.object({ organisation: z.string(), publicKey: z.string() })),
      role: z.enum(["validator", "observer"]),
      voting: z.boolean(),
      problems: z.array(problem),
      peers: z.int(),
      syncing: z.boolean(),
      mempool: z.object({ count: z.int(), bytes: z.int() }),
    }),
    docs: { tag: "status", zh: "节点状态", en: "The node's status" },
  },
  ({ access }) => access.status(),
);

const node = defineRoute(
  {
    name: "node.get",
    method: "GET",
    path: "/v1/node",
    permission: { open: false, rows: SIGNED_IN },
    answer: "flat",
    response: z.object({
      peers: z.array(
        z.object({
          networkKey: z.string(),
          organisation: z.string().optional().describe("Of a validator"),
          connected: z.boolean(),
          height: z.int().optional().describe("That it says it has"),
          skewMs: z
            .int()
            .optional()
            .describe(
              "Own clock minus the timestamp of its last fresh proposal on arrival, ms, its way included",
            ),
        }),
      ),
      disk: z
        .object({ freeBytes: z.int(), totalBytes: z.int() })
        .optional()
        .describe("The file system with the node's data"),
    }),
    docs: {
      tag: "status",
      zh: "本节点的对等节点与磁盘",
      en: "The node's peers, connected or not, and its disk",
    },
  },
  ({ access }) => access.details(),
);

const live = defineRoute(
  {
    name: "health.live",
    method: "GET",
    path: "/v1/health/live",
    permission: { open: true, why: "a supervisor asks whether the process answers" },
    answer: "flat",
    response: z.object({ live: z.literal(true) }),
    docs: { tag: "status", zh: "进程是否在运行", en: "The process answers" },
  },
  () => ({ live: true as const }),
);

const ready = defineRoute(
  {
    name: "health.ready",
    method: "GET",
    path: "/v1/health/ready",
    permission: { open: true, why: "a load balancer asks whether to send clients here" },
    answer: "flat",
    response: z.object({ ready: z.literal(true) }),
    docs: {
      tag: "status",
      zh: "节点是否可以服务",
      en: "The node can serve",
      detail: "503 `not_ready` with the reasons otherwise.",
    },
  },
  ({ access }) => {
    const { ok, reasons } = access.ready();
    if (ok) return { ready: true as const };
    throw new HttpProblem(503, "not_ready", "", {
      reasons: reasons.map(({ code, zh, en, remedy }) => ({ code, zh, en, remedy })),
    });
  },
);

const metrics = defineRoute(
  {
    name: "metrics.get",
    method: "GET",
    path: "/metrics",
    permission: { open: true, why: "Prometheus reads it; it names nobody" },
    answer: "raw",
    response: z.string(),
    docs: { tag: "status", zh: "监控指标（Prometheus）", en: "Metrics for Prometheus" },
  },
  async ({ access, api }) => {
    if (!api.metrics) throw new HttpProblem(404, "request.not_found", "/metrics");
    const { contentType, text } = await access.metrics();
    return { contentType, body: text };
  },
);

const openApi = defineRoute(
  {
    name: "openapi.get",
    method: "GET",
    path: "/v1/openapi.json",
    permission: { open: true, why: "the description of the API" },
    answer: "raw",
    response: z.string(),
    docs: { tag: "status", zh: "接口描述（OpenAPI 3.1）", en: "The OpenAPI 3.1 document" },
  },
  ({ api }) => ({ contentType: "application/json; charset=utf-8", body: api.openApi, constant: true }),
);

const docs = defineRoute(
  {
    name: "docs.get",
    method: "GET",
    path: "/docs",
    permission: { open: true, why: "the description of the API" },
    answer: "raw",
    response: z.string(),
    docs: { tag: "status", zh: "接口说明页", en: "The API described on a page" },
  },
  ({ api }) => ({
    contentType: "text/html; charset=utf-8",
    body: api.docs,
    constant: true,
    headers: { "Content-Security-Policy": DOCS_CSP },
  }),
);

export const statusRoutes: readonly Route[] = [status, node, live, ready, metrics, openApi, docs];
