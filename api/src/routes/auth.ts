import { fromBase64 } from "@jingzhun/ledger";
import { z } from "zod";
import type { Reader } from "../auth/reader.ts";
import { JSON_BODY_BYTES } from "../limits.ts";
import { SIGNED_IN } from "../permission/permission.ts";
import { HttpProblem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import { base64, hex32 } from "../wire.ts";

const readerShape = z.object({
  keyId: z.string(),
  kind: z.enum(["operator", "admin", "household"]),
  organisation: z.string(),
  organisationKind: z.string(),
  operator: z.string().optional(),
  household: z.string().optional(),
  roles: z.array(z.object({ role: z.string(), division: z.string() })),
});

const challenge = defineRoute(
  {
    name: "auth.challenge",
    method: "POST",
    path: "/v1/auth/challenge",
    permission: { open: true, why: "the first step of signing in; it tells nothing about the key" },
    answer: "flat",
    rate: "auth",
    body: { schema: z.strictObject({ keyId: hex32 }), maxBytes: JSON_BODY_BYTES },
    response: z.object({ challenge: z.string(), expiresInMs: z.int() }),
    docs: {
      tag: "auth",
      zh: "申请登录口令",
      en: "Ask for a challenge to sign",
      detail:
        'Sign the canonical msgpack of `[1, challenge, audience]` in domain "auth"; audience is the host (with port) that you talk to.',
    },
  },
  ({ api, body }) => api.signIn.challenge(body.keyId),
);

const token = defineRoute(
  {
    name: "auth.token",
    method: "POST",
    path: "/v1/auth/token",
    permission: { open: true, why: "the second step of signing in; the signature is the authorisation" },
    answer: "flat",
    rate: "auth",
    body: {
      schema: z.strictObject({
        challenge: z.string().max(512),
        keyId: hex32,
        audience: z.string().max(255),
        signature: base64.max(88),
      }),
      maxBytes: JSON_BODY_BYTES,
    },
    response: z.object({ token: z.string(), expiresInMs: z.int(), reader: readerShape }),
    docs: { tag: "auth", zh: "用签名换取登录令牌", en: "Exchange the signature for a token" },
  },
  ({ api, body, host }) => api.signIn.token({ ...body, signature: bytesOf(body.signature) }, host),
);

function bytesOf(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    throw new HttpProblem(400, "request.invalid", "signature", { field: "signature", expected: "base64" });
  }
}

const me = defineRoute(
  {
    name: "auth.me",
    method: "GET",
    path: "/v1/auth/me",
    permission: { open: false, rows: SIGNED_IN },
    answer: "record",
    response: readerShape,
    docs: { tag: "auth", zh: "我是谁，有哪些角色", en: "Who I am, with which roles" },
  },
  ({ reader }) => ({ data: reader as Reader }),
);

export const authRoutes: readonly Route[] = [challenge, token, me];
