import { hex, utf8 } from "@jingzhun/ledger";
import { describe, expect, it } from "vitest";
import { GOSSIP_BYTES_MAX } from "../limits.ts";
import { allConnected, localTransports, until } from "./local-transports.ts";
import type { GossipVerdict, Transport } from "./transport.ts";

function listen(
  transport: Transport,
  verdict: GossipVerdict | (() => Promise<GossipVerdict>) = "accept",
): string[] {
  const heard: string[] = [];
  transport.onGossip((bytes, from) => {
    heard.push(`${hex(bytes.subarray(0, 8))} from ${from}`);
    return typeof verdict === "string" ? verdict : verdict();
  });
  return heard;
}

describe("gossip", () => {
  it("reaches every peer once, straight from its author, right after connecting", async () => {
    await using network = await localTransports(4);
    const heard = network.all.map((transport) => listen(transport));
    await allConnected(network.all);
    const [author] = network.all as [Transport];
    const messages = Array.from({ length: 20 }, (_, i) => new Uint8Array(2_000).fill(i));
    await until("gossip has found all peers", () => {
      author.publish(utf8(`hello ${performance.now()}`));
      return heard.slice(1).every((list) => list.length > 0);
    });
    for (const list of heard) list.length = 0;
    const hello = hex(utf8("hello ").subarray(0, 6));
    for (const message of messages) author.publish(message);
    const expected = messages.map((message) => `${hex(message.subarray(0, 8))} from ${author.self}`);
    const without = (list: string[]) => list.filter((line) => !line.startsWith(hello));
    await until("all have arrived", () => heard.slice(1).every((list) => without(list).length >= 20));
    // What a peer had passed on would come before its own last word, on the same stream.
    const last = hex(utf8("the end "));
    for (const transport of network.all) transport.publish(utf8(`the end ${transport.self}`));
    const ends = (list: string[]) => list.filter((line) => line.startsWith(last));
    await until("everyone's last word has arrived", () => heard.every((list) => ends(list).length >= 3));
    for (const [i, list] of heard.entries()) {
      const words = without(list).filter((line) => !line.startsWith(last));
      expect(words).toEqual(i === 0 ? [] : expected);
    }
  });

  it("goes on through a node that accepts it, and no further through one that doesn't", async () => {
    // 0 – 1 – 2: the ends don't know each other.
    await using network = await localTransports(3, (i, j) => Math.abs(i - j) === 1);
    const [first, middle, last] = network.all as [Transport, Transport, Transport];
    await until("the chain stands", () => middle.peers().length === 2);
    const heard: string[] = [];
    last.onGossip((bytes, from) => {
      heard.push(`${new TextDecoder().decode(bytes)} from ${from}`);
      return "accept";
    });
    const judged: string[] = [];
    middle.onGossip(async (bytes) => {
      const [verdict = ""] = new TextDecoder().decode(bytes).split(" ");
      judged.push(verdict);
      return verdict as GossipVerdict;
    });
    let n = 0;
    const publish = (verdict: GossipVerdict) => first.publish(utf8(`${verdict} ${n++} ${performance.now()}`));
    const passes = (message: string) => {
      const before = heard.length;
      return until(`${message} reaches the far end`, () => {
        publish("accept");
        return heard.length > before;
      });
    };
    await passes("the first");
    expect(heard[0]).toContain(`from ${middle.self}`);
    for (const no of ["ignore", "reject"] as const) {
      publish(no);
      await until("the middle has judged it", () => judged.includes(no));
      // What comes after it on the same way arrives, it doesn't.
      await passes(`what follows "${no}"`);
    }
    expect(heard.filter((line) => !line.startsWith("accept "))).toEqual([]);
    expect(middle.stats().gossipRejected).toBe(1);
  });

  it("isn't held against a peer when the node itself is at its limit", async () => {
    await using network = await localTransports(2);
    const [a, b] = network.all as [Transport, Transport];
    const seen = listen(b, async () => {
      throw new Error("overloaded");
    });
    await allConnected(network.all);
    await until("it has arrived", () => {
      a.publish(utf8(`${performance.now()}`));
      return seen.length > 0;
    });
    expect(b.stats().gossipRejected).toBe(0);
    expect(() => a.publish(new Uint8Array(GOSSIP_BYTES_MAX + 1))).toThrow(
      expect.objectContaining({ code: "gossip.too_long" }),
    );
  });
});
