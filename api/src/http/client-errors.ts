import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { type Catalogue, HttpProblem } from "../problem.ts";
import { problemBody } from "./problems.ts";

/** What node:http says of bytes that aren't the HTTP that it takes, as problems; all else is malformed. */
const PROBLEMS: { readonly [code: string]: HttpProblem } = {
  HPE_HEADER_OVERFLOW: new HttpProblem(431, "request.headers_too_large"),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: new HttpProblem(413, "request.malformed", "", { format: "HTTP" }),
  ERR_HTTP_REQUEST_TIMEOUT: new HttpProblem(408, "request.timeout"),
};
const MALFORMED = new HttpProblem(400, "request.malformed", "", { format: "HTTP" });
const REASONS: { readonly [status: number]: string } = {
  400: "Bad Request",
  408: "Request Timeout",
  413: "Content Too Large",
  431: "Request Header Fields Too Large",
};

/** Answers with a problem what isn't a request yet, as everything else is answered, and ends the connection. */
export function answerClientErrors(server: Server, catalogue: Catalogue): void {
  const answering = new WeakMap<Socket, ServerResponse>();
  server.on("request", (request, response) => answering.set(request.socket, response));
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const response = answering.get(socket as Socket);
    const within = response?.headersSent === true && !response.writableFinished;
    if (socket.writable && !within && !isBrokenConnection(error)) {
      const problem = PROBLEMS[error.code ?? ""] ?? MALFORMED;
      const body = JSON.stringify(problemBody(problem, problem.status, catalogue, ""));
      socket.write(
        `HTTP/1.1 ${problem.status} ${REASONS[problem.status]}\r\n` +
          "Content-Type: application/problem+json; charset=utf-8\r\n" +
          `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      );
    }
    socket.destroy();
  });
}

const BROKEN = new Set(["ECONNRESET", "ECONNABORTED", "EPIPE", "ETIMEDOUT", "ERR_STREAM_PREMATURE_CLOSE"]);

function isBrokenConnection(error: NodeJS.ErrnoException): boolean {
  return BROKEN.has(error.code ?? "");
}

/** True for an error that is the client's or its connection's: nothing went wrong in the node. */
export function isClientError(error: NodeJS.ErrnoException): boolean {
  return isBrokenConnection(error) || error.code?.startsWith("HPE_") === true;
}
