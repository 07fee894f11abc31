import { JzError } from "@jingzhun/ledger";
import type { Context } from "koa";
import type { RefusalData } from "../node-access.ts";
import {
  type Catalogue,
  HttpProblem,
  internalProblem,
  type ProblemBody,
  prefersEnglish,
  statusOfRefusal,
  textOf,
} from "../problem.ts";
import { toJson } from "../wire.ts";

/** The problem document of an error as data. */
export function problemBody(
  error: RefusalData,
  status: number,
  catalogue: Catalogue,
  acceptLanguage: string,
): ProblemBody {
  const { zh, en, hint } = textOf(error, catalogue);
  return {
    type: `urn:jingzhun:problem:${error.code}`,
    title: prefersEnglish(acceptLanguage) ? en : zh,
    status,
    code: error.code,
    path: error.path,
    message: { zh, en },
    hint,
    values: toJson(error.values) as { [key: string]: unknown },
  };
}

/** Answers an error; what isn't the client's is ours: it is handed to `report` and told to nobody. */
export function sendProblem(
  ctx: Context,
  error: unknown,
  catalogue: Catalogue,
  report: (error: unknown) => void,
): void {
  let problem: HttpProblem;
  if (error instanceof HttpProblem) problem = error;
  else if (error instanceof JzError) {
    const internal = internalProblem(error.code);
    if (internal !== undefined) report(error);
    problem = internal ?? new HttpProblem(statusOfRefusal(error.code), error.code, error.path, error.values);
  } else {
    report(error);
    problem = new HttpProblem(500, "internal.error");
  }
  if (problem.status === 429 && problem.headers["retry-after"] === undefined) ctx.set("Retry-After", "1");
  ctx.set(problem.headers);
  ctx.status = problem.status;
  ctx.set("Content-Type", "application/problem+json; charset=utf-8");
  ctx.body = JSON.stringify(problemBody(problem, problem.status, catalogue, ctx.get("Accept-Language")));
}
