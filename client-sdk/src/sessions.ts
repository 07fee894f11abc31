import { encode, hex, toBase64 } from "@jingzhun/ledger";
import { SignInError } from "./errors.ts";
import { TOKEN_RENEWAL_MS } from "./limits.ts";
import { jsonObject, type Nodes } from "./nodes.ts";
import type { Signer } from "./signer.ts";

interface Session {
  token: string;
  /** `performance.now()` at which it is renewed: a wrong or moved wall clock doesn't matter. */
  renewAt: number;
}

const JSON_HEADERS = { "content-type": "application/json" };

/** Sign-in by challenge and token, one session per node, since tokens are bound to the node (DESIGN §11). */
export class Sessions {
  readonly #nodes: Nodes;
  readonly #signer: Signer;
  readonly #chainId: () => Promise<string>;
  readonly #sessions = new Map<string, Promise<Session>>();

  constructor(nodes: Nodes, signer: Signer, chainId: () => Promise<string>) {
    this.#nodes = nodes;
    this.#signer = signer;
    this.#chainId = chainId;
  }

  /** Runs a request with a token; a token that the node no longer takes (it restarted) is renewed once. */
  async with<T>(url: string, request: (authorization: string) => Promise<T>): Promise<T> {
    const first = await this.#session(url);
    try {
      return await request(`Bearer ${first.token}`);
    } catch (error) {
      if (!(error instanceof SignInError && error.code === "auth.token")) throw error;
      this.#sessions.delete(url);
      return request(`Bearer ${(await this.#session(url)).token}`);
    }
  }

  async #session(url: string): Promise<Session> {
    const known = this.#sessions.get(url);
    if (known !== undefined) {
      const session = await known;
      if (performance.now() < session.renewAt) return session;
    }
    const fresh = this.#signIn(url);
    this.#sessions.set(url, fresh);
    fresh.catch(() => this.#sessions.delete(url));
    return fresh;
  }

  async #signIn(url: string): Promise<Session> {
    const keyId = hex(this.#signer.keyId);
    const post = async (path: string, body: object) => {
      const request = { method: "POST" as const, path, headers: JSON_HEADERS, body: JSON.stringify(body) };
      return this.#nodes.read(url, request, jsonObject);
    };
    const { challenge } = (await post("/v1/auth/challenge", { keyId })) as { challenge: string };
    // The audience is the host that this client means to talk to: a challenge passed on from another
    // node can't be used there.
    const audience = new URL(url).host;
    const message = encode([1, challenge, audience]);
    const signature = toBase64(await this.#signer.sign("auth", await this.#chainId(), message));
    const { token, expiresInMs } = (await post("/v1/auth/token", {
      challenge,
      keyId,
      audience,
      signature,
    })) as {
      token: string;
      expiresInMs: number;
    };
    return { token, renewAt: performance.now() + expiresInMs - TOKEN_RENEWAL_MS };
  }
}
