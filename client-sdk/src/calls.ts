import { SignInError } from "./errors.ts";
import { type Routes, routes } from "./generated/api.ts";
import { jsonObject, type NodeRequest, type Nodes } from "./nodes.ts";
import { Sessions } from "./sessions.ts";
import type { Signer } from "./signer.ts";

export type RouteName = keyof Routes;

/** Of a route's params, query and body those that it takes. */
export type RouteInput<N extends RouteName> = {
  [K in "params" | "query" | "body" as undefined extends Routes[N][K] ? never : K]: Routes[N][K];
} & {
  [K in "params" | "query" | "body" as [Routes[N][K]] extends [undefined]
    ? never
    : undefined extends Routes[N][K]
      ? K
      : never]?: Routes[N][K];
};

/** Calls routes by name at any node, with a token where they ask for one, never from before what was seen. */
export class Calls {
  readonly nodes: Nodes;
  readonly #sessions: Sessions | undefined;
  /** Highest height seen. */
  #height = 0;

  constructor(nodes: Nodes, signer: Signer | undefined, chainId: () => Promise<string>) {
    this.nodes = nodes;
    this.#sessions = signer === undefined ? undefined : new Sessions(nodes, signer, chainId);
  }

  /** No later read is answered from a state before this height. */
  seen(height: number): void {
    if (height > this.#height) this.#height = height;
  }

  async call<N extends RouteName>(name: N, input: RouteInput<N>): Promise<Routes[N]["response"]> {
    const { method, path, guarded, minHeight } = routes[name];
    const { params, query, body } = input as {
      params?: { [name: string]: string | number };
      query?: { [name: string]: string | number | boolean | undefined };
      body?: unknown;
    };
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(query ?? {}))
      if (value !== undefined) search.set(key, String(value));
    if (minHeight && this.#height > 0) search.set("minHeight", String(this.#height));
    const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(params?.[key])));
    const answer = await this.ask<object>(
      {
        method,
        path: search.size === 0 ? filled : `${filled}?${search}`,
        ...(body === undefined
          ? {}
          : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      },
      guarded,
      jsonObject,
    );
    const { height } = answer as { height?: unknown };
    if (minHeight && typeof height === "number") this.seen(height);
    return answer as Routes[N]["response"];
  }

  /** One request at whichever node gives an answer that `read` can read. */
  ask<T>(request: NodeRequest, guarded: boolean, read: (response: Response) => Promise<T>): Promise<T> {
    return this.nodes.askAny((url) =>
      guarded
        ? this.authorised(url, (authorization) =>
            this.nodes.read(url, { ...request, headers: { ...request.headers, authorization } }, read),
          )
        : this.nodes.read(url, request, read),
    );
  }

  /** Throws SignInError `auth.no_signer` for a client without a key. */
  async authorised<T>(url: string, request: (authorization: string) => Promise<T>): Promise<T> {
    if (this.#sessions === undefined) {
      throw new SignInError(
        "auth.no_signer",
        { zh: "这项内容需要登录，但没有密钥", en: "Reading this needs a key to sign in with" },
        { zh: "请在 createClient 中给出 signer。", en: "Give createClient a signer." },
      );
    }
    return this.#sessions.with(url, request);
  }
}
