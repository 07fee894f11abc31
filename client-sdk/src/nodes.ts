import { type Both, ClientError, errorOf, networkError, type Problem, UnavailableError } from "./errors.ts";
import { REQUEST_TIMEOUT_MS, RETRY_PAUSE_FIRST_MS } from "./limits.ts";

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

export interface NodeRequest {
  method: "GET" | "POST";
  /** With its query. */
  path: string;
  headers?: { [name: string]: string };
  body?: string | Uint8Array<ArrayBuffer>;
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
}

/** A node gave no answer that says what became of the request. `sent` is false only where that is certain. */
export class NoAnswer extends Error {
  readonly sent: boolean;
  constructor(cause: unknown, sent: boolean) {
    super("no answer", { cause });
    this.sent = sent;
  }
}

/**
 * The nodes of the network in the caller's order. The one that answered last is asked first; one that
 * doesn't answer goes to the end for the next request.
 */
export class Nodes {
  #urls: string[];
  readonly #fetch: Fetch;

  constructor(urls: readonly string[], fetch: Fetch) {
    if (urls.length === 0) {
      throw new ClientError(
        "client.no_urls",
        { zh: "没有给出节点地址", en: "No address of a node was given" },
        {
          zh: "请在 urls 中给出至少一个地址，形如 https://node.example.cn:7100。",
          en: "Give at least one in urls, such as https://node.example.cn:7100.",
        },
        { path: "urls" },
      );
    }
    this.#urls = urls.map(originOf);
    this.#fetch = fetch;
  }

  get urls(): readonly string[] {
    return this.#urls;
  }

  /** Puts a node that failed behind the others. */
  demote(url: string): void {
    this.#urls = [...this.#urls.filter((u) => u !== url), url];
  }

  /**
   * One request to one node. Throws a typed ClientError for a problem document, NoAnswer when the node
   * didn't answer or broke off.
   */
  async ask(url: string, request: NodeRequest): Promise<Response> {
    const timeout = AbortSignal.timeout(Math.ceil(request.timeoutMs ?? REQUEST_TIMEOUT_MS));
    const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
    let response: Response;
    try {
      response = await this.#fetch(url + request.path, {
        method: request.method,
        headers: request.headers ?? {},
        ...(request.body === undefined ? {} : { body: request.body }),
        signal,
        redirect: "error",
      });
    } catch (error) {
      if (request.signal?.aborted) throw error;
      throw new NoAnswer(error, !wasRefused(error));
    }
    if (response.ok || response.status === 304) return response;
    throw errorOf(await problemOf(response));
  }

  /**
   * The same, and reads the answer. One that can't be read (a portal's page, a connection cut inside it) says
   * nothing about the request: NoAnswer.
   */
  async read<T>(url: string, request: NodeRequest, read: (response: Response) => Promise<T>): Promise<T> {
    const response = await this.ask(url, request);
    try {
      return await read(response);
    } catch (error) {
      if (request.signal?.aborted) throw error;
      throw new NoAnswer(error, true);
    }
  }

  /**
   * Asks the nodes in turn until one answers, and all once more after a pause: a connection kept open from
   * before a node's restart breaks at its next use. Refusals are answers; being down, behind or full isn't.
   */
  async askAny<T>(request: (url: string) => Promise<T>): Promise<T> {
    let last: unknown;
    for (let round = 0; round < 2; round++) {
      if (round > 0) await sleep(RETRY_PAUSE_FIRST_MS);
      for (const url of [...this.#urls]) {
        try {
          return await request(url);
        } catch (error) {
          if (!(error instanceof NoAnswer || isElsewhere(error))) throw error;
          last = error;
          this.demote(url);
        }
      }
    }
    throw last instanceof ClientError ? last : networkError(last);
  }
}

function originOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === "http:" || parsed?.protocol === "https:") return parsed.origin;
  throw new ClientError(
    "client.url",
    { zh: `“${url}”不是节点地址`, en: `"${url}" isn't the address of a node` },
    { zh: "地址形如 https://node.example.cn:7100。", en: "One looks like https://node.example.cn:7100." },
    { path: "urls" },
  );
}

/** The JSON object that an answer holds; throws when it is anything else. */
export async function jsonObject<T extends object>(response: Response): Promise<T> {
  const answer = (await response.json()) as unknown;
  if (typeof answer !== "object" || answer === null) throw new TypeError("the answer isn't a JSON object");
  return answer as T;
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** True for what another node may well answer. */
export function isElsewhere(error: unknown): boolean {
  return (
    error instanceof UnavailableError ||
    (error instanceof ClientError && (error.status === 429 || error.status === 421))
  );
}

/** True when the connection was refused, so that nothing can have been sent. Browsers don't tell. */
function wasRefused(error: unknown): boolean {
  const cause = (error as { cause?: { code?: unknown; errors?: { code?: unknown }[] } }).cause;
  return cause?.code === "ECONNREFUSED" || (cause?.errors?.every((e) => e.code === "ECONNREFUSED") ?? false);
}

async function problemOf(response: Response): Promise<Problem> {
  let body: unknown = null;
  try {
    body = await response.json();
  } catch {
    // A proxy's page, or a connection cut inside the answer: the status is all there is.
  }
  return problemIn(body, response.status);
}

/** The problem that a node's JSON tells of; what it leaves out or garbles is filled in. */
export function problemIn(json: unknown, status: number): Problem {
  const { code, path, message, hint, values } = (json ?? {}) as Partial<Problem>;
  return {
    code: typeof code === "string" ? code : "http.status",
    path: typeof path === "string" ? path : "",
    status,
    message: isBoth(message) ? message : { zh: `节点应答 ${status}`, en: `The node answered ${status}` },
    hint: isBoth(hint)
      ? hint
      : { zh: "请换一个节点或稍后重试。", en: "Ask another node or try again later." },
    values: typeof values === "object" && values !== null ? values : {},
  };
}

function isBoth(text: unknown): text is Both {
  const { zh, en } = (text ?? {}) as Partial<Both>;
  return typeof zh === "string" && typeof en === "string";
}
