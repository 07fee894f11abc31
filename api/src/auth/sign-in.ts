import { randomBytes } from "node:crypto";
import { encode, fromHex, hex, verifyBytes } from "@jingzhun/ledger";
import { CHALLENGE_MS, TOKEN_MS, USED_CHALLENGES_MAX } from "../limits.ts";
import type { NodeAccess } from "../node-access.ts";
import { HttpProblem } from "../problem.ts";
import { publicKeyOf, type Reader, readerOf } from "./reader.ts";
import { Sealer } from "./sealed.ts";

/**
 * What a client signs in domain `auth`: the challenge and the host that it believes it is talking to, so
 * that a malicious server can't pass on another node's challenge and sign in there in the client's name.
 */
function authMessage(challenge: string, audience: string): Uint8Array {
  return encode([1, challenge, audience]);
}

/** Challenge → signature → token (DESIGN §11). Times are monotonic: a moved test clock ends no session. */
export class SignIn {
  readonly #access: NodeAccess;
  readonly #audiences: readonly string[];
  readonly #sealer = new Sealer();
  /** Nonces of answered challenges, by the monotonic ms at which they expire anyway. */
  readonly #used = new Map<string, number>();

  /** `audiences`: hosts (with port) besides the Host header under which this node is reached, behind a proxy. */
  constructor(access: NodeAccess, audiences: readonly string[]) {
    this.#access = access;
    this.#audiences = audiences;
  }

  /** The same for known and unknown keys: whether a key is registered is told only to its owner. */
  challenge(keyId: string): { challenge: string; expiresInMs: number } {
    const expiresAt = Math.ceil(this.#access.monotonic()) + CHALLENGE_MS;
    const sealed = this.#sealer.seal("challenge", [1, hex(randomBytes(16)), keyId, expiresAt]);
    return { challenge: sealed, expiresInMs: CHALLENGE_MS };
  }

  /** Throws 401 `auth.challenge`, `auth.audience` or `auth.refused`. */
  token(
    request: { challenge: string; keyId: string; audience: string; signature: Uint8Array },
    host: string,
  ): { token: string; expiresInMs: number; reader: Reader } {
    const now = this.#access.monotonic();
    const opened = this.#sealer.open("challenge", request.challenge) as
      | [number, string, string, number]
      | undefined;
    if (opened === undefined) throw new HttpProblem(401, "auth.challenge", "challenge");
    const [, nonce, keyId, expiresAt] = opened;
    if (keyId !== request.keyId || now >= expiresAt || this.#used.has(nonce)) {
      throw new HttpProblem(401, "auth.challenge", "challenge");
    }
    if (request.audience !== host && !this.#audiences.includes(request.audience)) {
      throw new HttpProblem(401, "auth.audience", "audience");
    }
    this.#use(nonce, expiresAt, now);
    const publicKey = publicKeyOf(this.#access, keyId);
    const reader = readerOf(this.#access, keyId);
    const message = authMessage(request.challenge, request.audience);
    if (
      publicKey === undefined ||
      reader === undefined ||
      !verifyBytes("auth", this.#access.chainId, message, request.signature, publicKey)
    ) {
      throw new HttpProblem(401, "auth.refused");
    }
    const token = this.#sealer.seal("token", [1, fromHex(keyId), Math.ceil(now) + TOKEN_MS]);
    return { token, expiresInMs: TOKEN_MS, reader };
  }

  /** The reader behind an Authorization header; undefined without one. Throws 401 `auth.token`. */
  reader(authorization: string): Reader | undefined {
    if (authorization === "") return undefined;
    const refused = () =>
      new HttpProblem(401, "auth.token", "authorization", {}, { "WWW-Authenticate": "Bearer" });
    const match = /^Bearer ([A-Za-z0-9_.-]{16,512})$/i.exec(authorization);
    if (match?.[1] === undefined) throw refused();
    const opened = this.#sealer.open("token", match[1]) as [number, Uint8Array, number] | undefined;
    if (opened === undefined || this.#access.monotonic() >= opened[2]) throw refused();
    const reader = readerOf(this.#access, hex(opened[1]));
    if (reader === undefined) throw refused();
    return reader;
  }

  #use(nonce: string, expiresAt: number, now: number): void {
    for (const [old, end] of this.#used) {
      if (end > now && this.#used.size < USED_CHALLENGES_MAX) break;
      this.#used.delete(old);
    }
    this.#used.set(nonce, expiresAt);
  }
}
