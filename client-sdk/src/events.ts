import type { Calls } from "./calls.ts";
import { networkError } from "./errors.ts";
import { EVENT_CHARACTERS_MAX, RETRY_PAUSE_FIRST_MS, RETRY_PAUSE_MAX_MS } from "./limits.ts";
import { sleep } from "./nodes.ts";

/** One server-sent event: its id resumes the stream after it. */
export interface ChainEvent {
  id: string;
  type: string;
  data: unknown;
}

/** Splits the text of an event stream into events (WHATWG, "server-sent events"); comments are dropped. */
export async function* parseEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ChainEvent> {
  const decoder = new TextDecoder();
  let held = "";
  for await (const chunk of chunks) {
    held += decoder.decode(chunk, { stream: true });
    if (held.length > EVENT_CHARACTERS_MAX) throw new RangeError("an event is longer than the SDK takes");
    for (let end = held.indexOf("\n\n"); end >= 0; end = held.indexOf("\n\n")) {
      const event = eventOf(held.slice(0, end));
      held = held.slice(end + 2);
      if (event !== undefined) yield event;
    }
  }
}

function eventOf(block: string): ChainEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, "");
    fields.set(name, fields.has(name) && name === "data" ? `${fields.get(name)}\n${value}` : value);
  }
  const data = fields.get("data");
  if (data === undefined) return undefined;
  return {
    id: fields.get("id") ?? "",
    type: fields.get("event") ?? "message",
    data: JSON.parse(data) as unknown,
  };
}

async function* bytesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  // Not every browser iterates a stream.
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * The stream of events, resumed after the last one seen whenever a node breaks off, at another node if need
 * be: ids are places on the chain, the same everywhere. Ends when `signal` does.
 */
export async function* followEvents(
  calls: Calls,
  options: { after?: string | undefined; signal?: AbortSignal | undefined },
): AsyncGenerator<ChainEvent> {
  let last = options.after;
  let pause = RETRY_PAUSE_FIRST_MS;
  const ended = () => options.signal?.aborted === true;
  while (!ended()) {
    const url = calls.nodes.urls[0];
    if (url === undefined) throw networkError(undefined);
    try {
      const response = await calls.authorised(url, (authorization) =>
        calls.nodes.ask(url, {
          method: "GET",
          path: "/v1/events",
          headers: { authorization, ...(last === undefined ? {} : { "last-event-id": last }) },
          // An event stream has no end to wait for; a dead connection shows by the missing pings.
          timeoutMs: 2 ** 31 - 1,
          signal: options.signal,
        }),
      );
      if (response.body === null) throw networkError(undefined);
      for await (const event of parseEvents(bytesOf(response.body))) {
        pause = RETRY_PAUSE_FIRST_MS;
        if (event.id !== "") last = event.id;
        yield event;
      }
    } catch (error) {
      if (ended()) return;
      if (isFinal(error)) throw error;
      calls.nodes.demote(url);
    }
    if (ended()) return;
    await sleep(pause);
    pause = Math.min(2 * pause, RETRY_PAUSE_MAX_MS);
  }
}

/** Signing in or reading was refused: another node would say the same. */
function isFinal(error: unknown): boolean {
  const status = (error as { status?: unknown }).status;
  return typeof status === "number" && status >= 400 && status < 429;
}
