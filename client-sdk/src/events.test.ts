import { expect, test } from "vitest";
import { parseEvents } from "./events.ts";

async function* chunks(...parts: Uint8Array[]) {
  yield* parts;
}

test("events are put together over chunk borders, inside characters too; comments are dropped", async () => {
  const text =
    ': open\n\nid: 7.0\nevent: event\ndata: {"name":"十八洞村"}\n\n: ping\n\nid: 7\nevent: block\ndata: {"height":7}\n\n';
  const bytes = new TextEncoder().encode(text);
  for (const cut of [1, 20, 45, 50, 51, 60, bytes.length - 1]) {
    const events = [];
    for await (const event of parseEvents(chunks(bytes.slice(0, cut), bytes.slice(cut)))) events.push(event);
    expect(events).toEqual([
      { id: "7.0", type: "event", data: { name: "十八洞村" } },
      { id: "7", type: "block", data: { height: 7 } },
    ]);
  }
});
