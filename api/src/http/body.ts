import type { IncomingMessage } from "node:http";
import { DISCARDED_BODY_BYTES } from "../limits.ts";
import { HttpProblem } from "../problem.ts";
import type { HeldBody } from "./body-memory.ts";

/**
 * Reads a request's body into memory, at most `maxBytes`. What is somewhat longer is read to its end and
 * discarded: a client that is still sending when the connection closes gets an error (EPIPE) instead of the
 * answer. What is longer still (by `DISCARDED_BODY_BYTES`) isn't read on; by a declared length, not at all.
 * A longer body than declared can't happen (node:http cuts it).
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  held: HeldBody,
): Promise<Uint8Array> {
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    throw new HttpProblem(415, "request.media_type", "content-encoding", {
      contentType: encoding,
      accepted: "identity",
    });
  }
  const tooLarge = () =>
    new HttpProblem(413, "request.too_large", "", { limit: maxBytes }, { connection: "close" });
  const declared = Number(request.headers["content-length"] ?? 0);
  const most = maxBytes + DISCARDED_BODY_BYTES;
  if (declared > most) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > most) throw tooLarge();
      if (length <= maxBytes) {
        held.add(chunk.length);
        chunks.push(chunk);
      } else chunks.length = 0;
    }
  } catch (error) {
    if (error instanceof HttpProblem) throw error;
    // The client went away or ran into the server's request time-out: nobody reads this answer.
    throw new HttpProblem(408, "request.timeout");
  }
  if (length > maxBytes) throw tooLarge();
  if (chunks.length === 1 && chunks[0] !== undefined) return chunks[0];
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

/** The media type of a Content-Type header, without parameters. */
export function mediaType(contentType: string | undefined): string {
  return (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new HttpProblem(400, "request.malformed", "", { format: "JSON" });
  }
}
