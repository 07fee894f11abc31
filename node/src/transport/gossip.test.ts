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
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const list of heard.slice(1)) expect(without(list)).toEqual(expected);
    expect(without(heard[0]!)).toEqual([]);
  });

  it("goes on through a node that accepts it, and no further through one that doesn't", async () => {
    // 0 – 1 – 2: the ends don't know each other.
    await using network = await localTransports(3, (i, j) => Math.abs(i - j) === 1);
    const [first, middle, last] = network.all as [Transport, Transport, Transport];
    await until("the chain stands", () => middle.peers().length === 2);
    const heard = listen(last);
    let verdict: GossipVerdict = "accept";
    const seen = listen(middle, async () => verdict);
    let n = 0;
    const publish = () => first.publish(utf8(`message ${n++} ${performance.now()}`));
    await until("it reaches the far end", () => {
      publish();
      return heard.length > 0;
    });
    expect(heard[0]).toContain(`from ${middle.self}`);
    for (const no of ["ignore", "reject"] as const) {
      verdict = no;
      await new Promise((resolve) => setTimeout(resolve, 100));
      const [before, at] = [seen.length, heard.length];
      publish();
      await until("the middle has judged it", () => seen.length > before);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(heard.length).toBe(at);
    }
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
