import { JzError, type Value } from "@jingzhun/ledger";

/** A text in both languages. */
export interface Both {
  zh: string;
  en: string;
}

interface Details {
  path?: string;
  values?: { readonly [key: string]: Value };
  /** HTTP status, when a node answered. */
  status?: number;
  cause?: unknown;
}

/** Every error of the SDK: a stable code, and what happened and what to do in both languages. */
export class ClientError extends JzError {
  readonly text: Both;
  readonly hint: Both;
  readonly status: number | undefined;

  constructor(code: string, text: Both, hint: Both, details: Details = {}) {
    super(code, details.path ?? "", details.values ?? {});
    this.text = text;
    this.hint = hint;
    this.status = details.status;
    this.message = `${text.en} (${code}${this.path === "" ? "" : ` at ${this.path}`}). ${hint.en}`;
    if (details.cause !== undefined) this.cause = details.cause;
  }

  get zh(): string {
    return this.text.zh;
  }

  get en(): string {
    return this.text.en;
  }
}

/** A node refused what was asked: the request or the transaction is wrong, asking again won't help. */
export class RefusedError extends ClientError {}
/** Not signed in, or sign-in refused (401). */
export class SignInError extends ClientError {}
/** Signed in, but role or jurisdiction don't reach (403). */
export class ForbiddenError extends ClientError {}
/** No such thing, or not for this reader (404). */
export class NotFoundError extends ClientError {}
/** Too many requests or a full node (429): the same request may be sent again later. */
export class OverloadedError extends ClientError {}
/** The node can't answer now (5xx, behind): another one may. */
export class UnavailableError extends ClientError {}
/** No node answered. */
export class NetworkError extends ClientError {}
/** A node answered with something that doesn't prove what it says: don't use it, tell its owner. */
export class VerificationError extends ClientError {}

/** The problem document of RFC 9457 as our nodes send it. */
export interface Problem {
  code: string;
  path: string;
  status: number;
  message: Both;
  hint: Both;
  values: { [key: string]: Value };
}

/** The error class of a problem, by its status. */
export function errorOf(problem: Problem): ClientError {
  const { code, path, status, message, hint, values } = problem;
  const details = { path, status, values };
  if (status === 401) return new SignInError(code, message, hint, details);
  if (status === 403) return new ForbiddenError(code, message, hint, details);
  if (status === 404) return new NotFoundError(code, message, hint, details);
  if (status === 429) return new OverloadedError(code, message, hint, details);
  if (status >= 500) return new UnavailableError(code, message, hint, details);
  return new RefusedError(code, message, hint, details);
}

export function networkError(cause: unknown): NetworkError {
  return new NetworkError(
    "network.unreachable",
    { zh: "没有节点应答", en: "No node answered" },
    { zh: "请检查网络和节点地址。", en: "Check the connection and the nodes' addresses." },
    { cause },
  );
}

/** No node answers any more, and a transaction may be on its way: nobody should sign it a second time. */
export function outcomeUnknown(
  { id, expiresAt }: { readonly id: string; readonly expiresAt: number | undefined },
  cause: unknown,
): NetworkError {
  const until = expiresAt === undefined ? "" : new Date(expiresAt).toISOString();
  return new NetworkError(
    "tx.outcome_unknown",
    { zh: "没有节点能说明交易的结果", en: "No node tells what became of the transaction" },
    {
      zh: "它可能已被接收，请勿重新填写：稍后用编号查询。过了截止时间仍未入块，就不会再入块。",
      en: "It may have been taken, so don't write it anew: ask for it by its id later. Once it has expired without being in a block, it never will be.",
    },
    { cause, values: { id, ...(until === "" ? {} : { expiresAt: until }) } },
  );
}

export function verificationError(code: string, en: string, zh: string, cause?: unknown): VerificationError {
  return new VerificationError(
    code,
    { zh, en },
    {
      zh: "请勿采用这个答案，并告知节点的管理单位。",
      en: "Don't use this answer; tell the organisation that runs the node.",
    },
    cause === undefined ? {} : { cause },
  );
}
