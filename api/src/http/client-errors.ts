import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { CLOSE_TIMEOUT_MS } from "../limits.ts";
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
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
};

/**
 * Answers with a problem what isn't a request yet, as everything else is answered, and ends the connection.
 *
 * @param answering the answer under way on each connection
 */
export function answerClientErrors(
  server: Server,
  catalogue: Catalogue,
  answering: WeakMap<Socket, ServerResponse>,
): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const response = answering.get(socket as Socket);
    const within = response?.headersSent === true && !response.writableFinished;
    if (socket.writable && !within && !isBrokenConnection(error)) {
      writeProblem(socket, PROBLEMS[error.code ?? ""] ?? MALFORMED, catalogue);
    }
    socket.destroy();
  });
}

/** Answers a connection that has taken its share, without reading what it asks. */
export function refuseConnection(socket: Duplex, catalogue: Catalogue): void {
  socket.on("error", () => {});
  writeProblem(socket, new HttpProblem(429, "overloaded"), catalogue, "Retry-After: 10\r\n");
  // Data that nobody reads would turn the end into a reset, and the client might not see the answer.
  socket.resume();
  socket.end();
  const cut = setTimeout(() => socket.destroy(), CLOSE_TIMEOUT_MS);
  socket.once("close", () => clearTimeout(cut));
}

function writeProblem(socket: Duplex, problem: HttpProblem, catalogue: Catalogue, headers = ""): void {
  const body = JSON.stringify(problemBody(problem, problem.status, catalogue, ""));
  socket.write(
    `HTTP/1.1 ${problem.status} ${REASONS[problem.status]}\r\n${headers}` +
      "Content-Type: application/problem+json; charset=utf-8\r\n" +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const BROKEN = new Set(["ECONNRESET", "ECONNABORTED", "EPIPE", "ETIMEDOUT", "ERR_STREAM_PREMATURE_CLOSE"]);

function isBrokenConnection(error: NodeJS.ErrnoException): boolean {
  return BROKEN.has(error.code ?? "");
}

/** True for an error that is the client's or its connection's: nothing went wrong in the node. */
export function isClientError(error: NodeJS.ErrnoException): boolean {
  return isBrokenConnection(error) || error.code?.startsWith("HPE_") === true;
}
