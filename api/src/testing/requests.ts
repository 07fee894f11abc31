import { encode, hex, keyId, signBytes, suite, toBase64 } from "@jingzhun/ledger";
import { type County, seedOf } from "./county.ts";

/** For tests: JSON of an answer with its status and headers. */
export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every route
  body: any;
}

export async function ask(county: County, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(county.api.url + path, init);
  const text = await response.text();
  const json = (response.headers.get("content-type") ?? "").includes("json");
  return {
    status: response.status,
    headers: response.headers,
    body: json && text !== "" ? JSON.parse(text) : text,
  };
}

export function post(county: County, path: string, body: unknown, headers: Record<string, string> = {}) {
  return ask(county, path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

/** Signs in over HTTP with the key of this name; returns the header to send. */
export async function signIn(county: County, who: string): Promise<{ authorization: string }> {
  const { status, body } = await answerChallenge(county, who);
  if (status !== 200) throw new Error(`${who} can't sign in: ${JSON.stringify(body)}`);
  return { authorization: `Bearer ${body.token}` };
}

export async function answerChallenge(
  county: County,
  who: string,
  change: { audience?: string; seed?: Uint8Array; chainId?: string; challenge?: string } = {},
): Promise<Answer> {
  const seed = seedOf(who);
  const id = hex(keyId(suite.publicKey(seed)));
  const challenge =
    change.challenge ?? (await post(county, "/v1/auth/challenge", { keyId: id })).body.challenge;
  const audience = change.audience ?? new URL(county.api.url).host;
  const message = encode([1, challenge, audience]);
  const signature = signBytes("auth", change.chainId ?? county.node.chainId, message, change.seed ?? seed);
  return post(county, "/v1/auth/token", { challenge, keyId: id, audience, signature: toBase64(signature) });
}
