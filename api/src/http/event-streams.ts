import type { Context } from "koa";
import { STREAM_PING_MS, STREAMS_MAX, STREAMS_PER_READER_MAX } from "../limits.ts";
import { HttpProblem } from "../problem.ts";
import type { StreamAnswer } from "../route.ts";

/** Open event streams: bounded in all and per client, each with back-pressure, all ended at stop. */
export class EventStreams {
  readonly #open = new Map<AbortController, string>();

  /** Takes over the connection. Throws 429 `rate.limited` beyond the bounds. */
  send(ctx: Context, client: string, answer: StreamAnswer): void {
    const own = [...this.#open.values()].filter((c) => c === client).length;
    if (this.#open.size >= STREAMS_MAX || own >= STREAMS_PER_READER_MAX) {
      throw new HttpProblem(429, "rate.limited", "", { retryAfter: 30 }, { "Retry-After": "30" });
    }
    const ended = new AbortController();
    this.#open.set(ended, client);
    const { res } = ctx;
    res.once("close", () => ended.abort());
    ctx.respond = false;
    ctx.set("Content-Type", "text/event-stream; charset=utf-8");
    ctx.set("Cache-Control", "no-store");
    ctx.set("X-Accel-Buffering", "no");
    res.writeHead(200);
    res.write(": open\n\n");
    const ping = setInterval(() => res.write(": ping\n\n"), STREAM_PING_MS);
    const run = async () => {
      for await (const event of answer.stream(ended.signal)) {
        if (ended.signal.aborted) break;
        if (!res.write(event)) await drained(res, ended.signal);
      }
    };
    run()
      .catch(() => {
        // A stream can't carry a problem document: the client sees the end and resumes by Last-Event-ID.
      })
      .finally(() => {
        clearInterval(ping);
        this.#open.delete(ended);
        res.end();
      });
  }

  closeAll(): void {
    for (const stream of this.#open.keys()) stream.abort();
  }
}

function drained(res: Context["res"], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      res.off("drain", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    res.once("drain", done);
    signal.addEventListener("abort", done);
  });
}
