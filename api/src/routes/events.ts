import { hex } from "@jingzhun/ledger";
import { z } from "zod";
import { STREAM_CATCH_UP_BLOCKS } from "../limits.ts";
import type { BlockView, NodeAccess } from "../node-access.ts";
import { OPEN_FILE, OPERATOR_FILE, PAYMENT_FILE, type ReadRow, SIGNED_IN } from "../permission/permission.ts";
import { HttpProblem } from "../problem.ts";
import { defineRoute, type RequestContext, type Route } from "../route.ts";
import { eventSubject } from "../subjects.ts";
import { toJson } from "../wire.ts";

/**
 * Ids are places on the chain, the same at every node: `<height>.<n>` for the n-th event of a block,
 * `<height>` for the block itself, which comes after its events. So a client resumes at any node.
 */
const events = defineRoute(
  {
    name: "events.stream",
    method: "GET",
    path: "/v1/events",
    permission: { open: false, rows: SIGNED_IN },
    answer: "stream",
    response: z.string(),
    docs: {
      tag: "events",
      zh: "实时事件（SSE），可用 Last-Event-ID 续传",
      en: "Live events (SSE), resumed by Last-Event-ID",
      detail: "Every block, and of the events those that lie within the reader's jurisdiction.",
    },
  },
  (context) => {
    const { access, header } = context;
    const head = access.head().height;
    const { height, skip } = placeAfter(header("last-event-id"), head);
    if (head - height > STREAM_CATCH_UP_BLOCKS)
      throw new HttpProblem(400, "events.too_far", "last-event-id", { height: head });
    // The client saw more at another node: it goes on there, or waits until this one has caught up.
    if (height > head + 1)
      throw new HttpProblem(503, "behind", "last-event-id", { minHeight: height - 1, height: head });
    return { stream: (signal) => follow(access, height, skip, visible(context), signal) };
  },
);

/** Where the stream goes on: the first height to send, and how many of its events were seen. */
function placeAfter(lastId: string, head: number): { height: number; skip: number } {
  if (lastId === "") return { height: head + 1, skip: 0 };
  const match = /^(\d{1,15})(?:\.(\d{1,7}))?$/.exec(lastId);
  if (match === null) {
    throw new HttpProblem(400, "request.invalid", "last-event-id", {
      field: "last-event-id",
      expected: "an id of this stream",
    });
  }
  const height = Number(match[1]);
  return match[2] === undefined ? { height: height + 1, skip: 0 } : { height, skip: Number(match[2]) + 1 };
}

async function* follow(
  access: NodeAccess,
  from: number,
  skip: number,
  show: (event: BlockView["events"][number]) => boolean,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let wake = () => {};
  const unsubscribe = access.subscribe(() => wake());
  const onAbort = () => wake();
  signal.addEventListener("abort", onAbort);
  try {
    let next = from;
    let seen = skip;
    while (!signal.aborted) {
      if (next > access.head().height) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          // The head may have moved, or the client gone, between the check and this line.
          if (signal.aborted || next <= access.head().height) resolve();
        });
        continue;
      }
      const block = await access.block(next);
      if (block === undefined) return;
      for (const [n, event] of block.events.entries()) {
        if (n < seen || !show(event)) continue;
        yield sse(`${next}.${n}`, "event", {
          height: next,
          txId: block.ids[event.txIndex] === undefined ? null : hex(block.ids[event.txIndex] as Uint8Array),
          type: event.type,
          data: event.data,
        });
      }
      seen = 0;
      yield sse(String(next), "block", {
        height: next,
        hash: block.hash,
        timestamp: block.header.timestamp,
        transactions: block.ids.length,
      });
      next++;
    }
  } finally {
    unsubscribe();
    signal.removeEventListener("abort", onAbort);
  }
}

/** Who sees an event: whoever may read what it is about. By the event's module; other events are of files. */
const EVENT_ROWS: { readonly [module: string]: readonly ReadRow[] } = {
  fund: PAYMENT_FILE,
  organisation: OPERATOR_FILE,
  operator: OPERATOR_FILE,
  role: OPERATOR_FILE,
  key: OPERATOR_FILE,
};

function visible(context: RequestContext<unknown, unknown, unknown>) {
  return ({ type, data }: BlockView["events"][number]) =>
    context.permitsBy(EVENT_ROWS[type.split(".")[0] ?? ""] ?? OPEN_FILE, eventSubject(context.access, data));
}

function sse(id: string, type: string, data: object): string {
  return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(toJson(data))}\n\n`;
}

export const eventRoutes: readonly Route[] = [events];
