import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { registry } from "@jingzhun/ledger";
import Koa from "koa";
import compress from "koa-compress";
import { SignIn } from "./auth/sign-in.ts";
import { apiCatalogue } from "./catalogue.ts";
import { docsPage } from "./docs-page.ts";
import { BodyMemory } from "./http/body-memory.ts";
import { answerClientErrors, isClientError, refuseConnection } from "./http/client-errors.ts";
import { cors } from "./http/cors.ts";
import { dispatch } from "./http/dispatch.ts";
import { EventStreams } from "./http/event-streams.ts";
import { sendProblem } from "./http/problems.ts";
import { securityHeaders } from "./http/security-headers.ts";
import { payBySize } from "./http/size-charge.ts";
import { shareConnections } from "./limiting/connection-shares.ts";
import { TokenBuckets } from "./limiting/token-bucket.ts";
import { takingTurns } from "./limiting/turns.ts";
import {
  CLOSE_TIMEOUT_MS,
  CONNECTIONS_MAX,
  CONNECTIONS_PER_CLIENT_MAX,
  DEFAULT_RATES,
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_MS,
  type Rate,
  type RateKind,
  REQUEST_TIMEOUT_MS,
  TIMEOUT_CHECK_MS,
} from "./limits.ts";
import type { NodeAccess } from "./node-access.ts";
import { openApiDocument } from "./openapi.ts";
import type { Catalogue } from "./problem.ts";
import { registeredOrigins } from "./registered-origins.ts";
import type { ApiServices } from "./route.ts";
import { routes } from "./routes/index.ts";
import { Routing } from "./routing.ts";

export interface ApiOptions {
  /** Shown in OpenAPI. */
  version: string;
  /** Origins that may use the API from a browser, besides the network's registered API addresses. */
  corsOrigins?: readonly string[];
  /** Hosts (with port) under which a proxy publishes this node; sign-in accepts them as audience. */
  audiences?: readonly string[];
  rates?: Partial<Record<RateKind, Rate>>;
  /** Texts of the node's own refusals (admission), joined with the API's and the ledger's. */
  catalogue?: Catalogue;
  /** Serve /metrics here; false when the node gives it an address of its own. */
  metrics?: boolean;
  /**
   * Told of every answer, for the node's metrics: route name, status, milliseconds. Also, as route `connection`, of
   * each connection that was refused: 429 beyond its client's share, 503 beyond all.
   */
  onAnswer?: (route: string, status: number, ms: number) => void;
  /** Told of what went wrong inside; the client only hears `internal.error`. */
  onError?: (error: unknown) => void;
  /** Asked before the routes: serves the console's files, calls `next` for everything else. */
  files?: Koa.Middleware;
}

export interface Api {
  app: Koa;
  /** Resolves when listening; port 0 takes a free one. */
  listen(address: { host: string; port: number }): Promise<ListeningApi>;
}
export interface ListeningApi {
  port: number;
  url: string;
  /** Stops accepting, ends event streams, gives running requests a moment; resolves when the last is gone. */
  close(): Promise<void>;
}

/** The HTTP API of a node (DESIGN §11). */
export function createApi(access: NodeAccess, options: ApiOptions): Api {
  const catalogue: Catalogue = { ...registry.refusals, ...options.catalogue, ...apiCatalogue };
  const origins = registeredOrigins(access, options.corsOrigins ?? []);
  const document = openApiDocument(routes, options.version);
  const api: ApiServices = {
    signIn: new SignIn(access, options.audiences ?? []),
    catalogue,
    waiters: { count: 0 },
    report: (error) => options.onError?.(error),
    openApi: JSON.stringify(document),
    docs: docsPage(document, routes, catalogue),
    metrics: options.metrics ?? true,
  };
  const rates = { ...DEFAULT_RATES, ...options.rates };
  const bucket = (kind: RateKind) => new TokenBuckets(rates[kind], () => access.monotonic());
  const buckets: Record<RateKind, TokenBuckets> = {
    read: bucket("read"),
    submit: bucket("submit"),
    simulate: bucket("simulate"),
    auth: bucket("auth"),
  };
  const bodies = new BodyMemory();
  const routing = new Routing(routes);
  const streams = new EventStreams();
  const sendStream = streams.send.bind(streams);

  const app = new Koa();
  app.silent = true;
  app.on("error", (error) => {
    if (!isClientError(error)) options.onError?.(error);
  });
  app.use(async (ctx, next) => {
    const startedAt = access.monotonic();
    try {
      await next();
    } catch (error) {
      sendProblem(ctx, error, catalogue, api.report);
    } finally {
      options.onAnswer?.(String(ctx.state["route"] ?? "none"), ctx.status, access.monotonic() - startedAt);
    }
  });
  app.use(securityHeaders(origins));
  app.use(cors(origins));
  app.use((ctx, next) => {
    // Answers to submissions are ids, which don't shrink, and zlib would take the thread pool from the disk.
    if (ctx.method === "POST") ctx.compress = false;
    return next();
  });
  app.use(compress({ threshold: 1_024, br: false }));
  app.use(payBySize(buckets.read));
  if (options.files !== undefined) app.use(options.files);
  app.use((ctx) => dispatch(ctx, { access, routing, api, buckets, bodies, origins, sendStream }));
  return { app, listen: (address) => listen(app, streams, catalogue, options.onAnswer, address) };
}

async function listen(
  app: Koa,
  streams: EventStreams,
  catalogue: Catalogue,
  onAnswer: ApiOptions["onAnswer"],
  { host, port }: { host: string; port: number },
): Promise<ListeningApi> {
  const answering = new WeakMap<Socket, ServerResponse>();
  const answer = app.callback();
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    takingTurns((request, response) => {
      answering.set(request.socket, response);
      void answer(request, response);
    }),
  );
  server.maxConnections = CONNECTIONS_MAX;
  server.on("drop", () => onAnswer?.("connection", 503, 0));
  shareConnections(server, CONNECTIONS_PER_CLIENT_MAX, (socket) => {
    onAnswer?.("connection", 429, 0);
    refuseConnection(socket, catalogue);
  });
  answerClientErrors(server, catalogue, answering);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const bound = (server.address() as AddressInfo).port;
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    port: bound,
    url: `http://${name}:${bound}`,
    close: () =>
      new Promise((resolve, reject) => {
        streams.closeAll();
        const cut = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
        server.close((error) => {
          clearTimeout(cut);
          if (error === undefined) resolve();
          else reject(error);
        });
        server.closeIdleConnections();
      }),
  };
}
