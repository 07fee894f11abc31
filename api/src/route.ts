import type { z } from "zod";
import type { Reader } from "./auth/reader.ts";
import type { SignIn } from "./auth/sign-in.ts";
import type { RateKind } from "./limits.ts";
import type { NodeAccess } from "./node-access.ts";
import type { ReadRow, RoutePermission, Subject } from "./permission/permission.ts";
import type { Catalogue } from "./problem.ts";

/**
 * A route is declared once, here, and everything else comes from the declaration: validation of what
 * goes in and out, the OpenAPI document, the page at /docs, the permission matrix test, the SDK's types.
 */
export interface RouteSpec<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
  K extends AnswerKind,
> {
  /** Unique; the OpenAPI operationId, and the name of the SDK's type. */
  name: string;
  method: "GET" | "POST";
  /** `:name` marks a parameter, one segment. */
  path: string;
  permission: RoutePermission;
  /** `record`: `{data, height, blockTime, …}`; `list`: `{items, nextCursor, …}`; `flat`: as is; `raw`: not JSON. */
  answer: K;
  params?: P;
  query?: Q;
  body?: BodySpec<B>;
  /** Of `data`, of one item, or of the flat answer. What isn't declared here never leaves the node. */
  response: R;
  /** HTTP status of success; 200 unless given. */
  status?: number;
  /** Which bucket pays, `read` unless given. `cost` tells how many tokens once the body is known. */
  rate?: RateKind;
  /** `?proof=1` adds a current-value proof to the answer. */
  proof?: boolean;
  /** Only on a test network, from the machine itself (DESIGN §11). */
  testnet?: boolean;
  docs: { tag: string; zh: string; en: string; detail?: string };
}

interface BodySpec<B extends z.ZodType> {
  /** Of the JSON form. */
  schema: B;
  maxBytes: number;
  /** Accept `application/msgpack` as well; the handler then gets the raw bytes in `rawBody`. */
  msgpack?: { maxBytes: number; description: string };
}

export type AnswerKind = "record" | "list" | "flat" | "raw" | "stream";

export interface RecordAnswer<T> {
  data: T;
  proof?: ProofAnswer | undefined;
}
export interface ListAnswer<T> {
  items: T[];
  nextCursor?: string | undefined;
}
export interface RawAnswer {
  contentType: string;
  body: string | Uint8Array;
  headers?: { [name: string]: string };
  /** The body is the same for as long as the node runs: it is hashed and compressed once. */
  constant?: boolean;
}
/** Base64 of the encoded structs. */
export interface ProofAnswer {
  proof: string;
  header: string;
  certificate?: string | undefined;
}
export interface StreamAnswer {
  /** Server-sent events, each string complete with its blank line. Ends when the client goes. */
  stream: (signal: AbortSignal) => AsyncIterable<string>;
}

export type AnswerOf<K extends AnswerKind, T> = K extends "record"
  ? RecordAnswer<T>
  : K extends "list"
    ? ListAnswer<T>
    : K extends "flat"
      ? T
      : K extends "raw"
        ? RawAnswer
        : StreamAnswer;

/** What routes need of the API itself. */
export interface ApiServices {
  signIn: SignIn;
  /** Texts of all refusals. */
  catalogue: Catalogue;
  /** Long polls held now, of all clients. */
  waiters: { count: number };
  /** Told of what went wrong inside. */
  report(error: unknown): void;
  /** Ready to send. */
  openApi: string;
  docs: string;
  metrics: boolean;
}

export interface RequestContext<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  /** The bytes of a msgpack request; undefined when JSON came. */
  rawBody: Uint8Array | undefined;
  access: NodeAccess;
  api: ApiServices;
  /** undefined on open routes without a token. */
  reader: Reader | undefined;
  /** The client that a rate limit counts: key or address. */
  client: string;
  header(name: string): string;
  /** Host header, as the client wrote it. */
  host: string;
  /** May the reader read this subject, by the route's table? Every guarded handler must ask, before it reads on. */
  permits(subject: Subject): boolean;
  /** Likewise by the table of the restricted part. */
  permitsRestricted(subject: Subject): boolean;
  /** As `permits`, by another table: for parts of an answer that have their own. */
  permitsBy(rows: readonly ReadRow[], subject: Subject): boolean;
  /** Takes tokens of a rate; throws 429. */
  spend(rate: RateKind, count: number): void;
  /** Ends with the request. */
  signal: AbortSignal;
}

/** A declared route with its types forgotten, as the server holds it. */
export interface Route {
  spec: RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType, AnswerKind>;
  handler: (context: RequestContext<unknown, unknown, unknown>) => Promise<unknown> | unknown;
}

export function defineRoute<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
  const K extends AnswerKind,
>(
  spec: RouteSpec<P, Q, B, R, K>,
  handler: (
    context: RequestContext<z.output<P>, z.output<Q>, z.output<B>>,
  ) => Promise<AnswerOf<K, z.input<R>>> | AnswerOf<K, z.input<R>>,
): Route {
  return { spec, handler: handler as Route["handler"] } as Route;
}
