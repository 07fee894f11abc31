import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { hex, JzError, suite, utf8 } from "@jingzhun/ledger";
import { describe, expect, it } from "vitest";
import { DIAL_RETRY_MIN_MS, DIAL_YIELD_MS, FRAME_BYTES_MAX, PART_BYTES } from "../limits.ts";
import {
  allConnected,
  asPeer,
  localTransport,
  localTransports,
  testSeeds,
  until,
} from "./local-transports.ts";
import type { Transport } from "./transport.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function pair(transports: { all: readonly Transport[] }): [Transport, Transport] {
  return transports.all as [Transport, Transport];
}

describe("connections", () => {
  it("come up between all registered peers, one for each pair, dialled by the lower id", async () => {
    await using network = await localTransports(4);
    const events: string[] = [];
    network.all[0]!.onPeer((id, connected) => events.push(`${id} ${connected}`));
    await allConnected(network.all);
    // That nobody dials a second time has no event to wait for: higher ids would, had they not noticed, after this long.
    await pause(DIAL_YIELD_MS + DIAL_RETRY_MIN_MS);
    for (const [i, transport] of network.all.entries()) {
      expect(transport.peers().map(({ id, outbound }) => [id, outbound])).toEqual(
        network.all.flatMap((other, j) => (i === j ? [] : [[other.self, i < j]])),
      );
      expect(transport.stats()).toMatchObject({ peers: 3, refusedConnections: 0 });
    }
    expect(events.sort()).toEqual(network.all.slice(1).map(({ self }) => `${self} true`));
  });

  it("serve both ways when only one side can be reached", async () => {
    await using network = await localTransports(2, () => false);
    const [low, high] = pair(network);
    low.onRequest("sync", async () => utf8("low"));
    high.onRequest("sync", async () => utf8("high"));
    low.allow([{ key: high.self, addresses: [] }]);
    high.allow([asPeer(low)]);
    await allConnected(network.all);
    expect(high.peers()[0]!.outbound).toBe(true);
    expect(await low.request(high.self, "sync", utf8("?"))).toEqual(utf8("high"));
    expect(await high.request(low.self, "sync", utf8("?"))).toEqual(utf8("low"));
  });

  it("of unregistered keys are refused by the other side, counted, and bring nothing through", async () => {
    await using network = await localTransports(2, (i) => i === 1);
    const [node, stranger] = pair(network);
    const seen: string[] = [];
    node.onFrame("consensus", (from) => void seen.push(from));
    node.onPeer((id) => seen.push(id));
    await until("the stranger was refused", () => node.stats().refusedConnections >= 2);
    // It goes on dialling, and sends at every chance, until it was refused once more.
    const before = node.stats().refusedConnections;
    await until("it was refused once more", () => {
      stranger.send(node.self, "consensus", utf8("let me in"));
      return node.stats().refusedConnections > before;
    });
    expect(node.peers()).toEqual([]);
    expect(seen).toEqual([]);

    // Once registered it comes in by itself, and once removed it is out.
    node.allow([{ key: stranger.self, addresses: [] }]);
    await until("it was let in", () => node.isConnected(stranger.self) && stranger.isConnected(node.self));
    node.allow([]);
    await until("it was cut off", () => node.peers().length === 0 && stranger.peers().length === 0);
    const refused = node.stats().refusedConnections;
    await until("it is refused again", () => node.stats().refusedConnections > refused);
  });

  it("come back after the peer was killed, and after it was away for a while", async () => {
    const node = localTransport(testSeeds(1)[0]!);
    await node.start();
    const events: boolean[] = [];
    node.onPeer((_, connected) => events.push(connected));
    const peerSeed = 77;
    const peerKey = hex(suite.publicKey(new Uint8Array(32).fill(peerSeed)));
    const run = async (port: number) => {
      const file = fileURLToPath(new URL("./peer-process.ts", import.meta.url));
      const child = fork(file, [String(peerSeed), String(port), JSON.stringify(asPeer(node))], {
        execArgv: [],
      });
      const [ready] = (await once(child, "message")) as [{ id: string; addresses: string[] }];
      return { child, ready };
    };
    node.allow([{ key: peerKey, addresses: [] }]);
    const first = await run(0);
    try {
      const [address] = first.ready.addresses as [string];
      const port = Number(address.split("/")[4]);
      node.allow([{ key: peerKey, addresses: first.ready.addresses }]);
      await until("it is connected", () => node.isConnected(peerKey));
      expect(await node.request(peerKey, "sync", utf8("a"))).toEqual(utf8("a"));
      const open = node
        .request(peerKey, "consensus", utf8("never answered"), { timeoutMs: 60_000 })
        .catch((error) => error.code);
      first.child.kill("SIGKILL");
      await until("the loss is noticed", () => !node.isConnected(peerKey));
      expect(["transport.disconnected", "transport.refused"]).toContain(await open);
      expect(node.send(peerKey, "sync", utf8("b"))).toBe(false);
      const second = await run(port);
      await until("it is back", () => node.isConnected(peerKey));
      expect(await node.request(peerKey, "sync", utf8("c"))).toEqual(utf8("c"));
      expect(events).toEqual([true, false, true]);
      second.child.kill("SIGKILL");
      await once(second.child, "exit");
    } finally {
      first.child.kill("SIGKILL");
      await node.stop();
    }
  });

  it("say which address they can't listen on", async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
    const { port } = holder.address() as { port: number };
    const transport = localTransport(testSeeds(1)[0]!, `/ip4/127.0.0.1/tcp/${port}`);
    await expect(transport.start()).rejects.toMatchObject({ code: "transport.listen" });
    await transport.stop();
    holder.close();
  });
});

describe("requests", () => {
  it("get their own answers, in whatever order these come", async () => {
    await using network = await localTransports(2);
    const [a, b] = pair(network);
    await allConnected(network.all);
    b.onRequest("sync", async (from, frame) => {
      expect(from).toBe(a.self);
      await pause(20 - frame[0]!);
      return frame;
    });
    const asked = Array.from({ length: 20 }, (_, i) => new Uint8Array(100 + i).fill(i));
    const answers = await Promise.all(asked.map((frame) => a.request(b.self, "sync", frame)));
    expect(answers).toEqual(asked);
    expect(await a.request(b.self, "sync", new Uint8Array([0]))).toEqual(new Uint8Array([0]));
  });

  it("fail with a code: refused, unsupported, timed out, not connected", async () => {
    await using network = await localTransports(2);
    const [a, b] = pair(network);
    await allConnected(network.all);
    b.onRequest("sync", async (_, [kind]) => {
      if (kind === 1) throw new JzError("sync.unknown_height", "", { secret: "not sent" });
      if (kind === 2) throw new Error("our bug");
      await pause(300);
      return new Uint8Array(0);
    });
    const ask = (kind: number) => a.request(b.self, "sync", Uint8Array.of(kind), { timeoutMs: 100 });
    await expect(ask(1)).rejects.toMatchObject({
      code: "transport.refused",
      values: { code: "sync.unknown_height" },
    });
    await expect(ask(2)).rejects.toMatchObject({ code: "transport.refused", values: { code: "internal" } });
    await expect(ask(3)).rejects.toMatchObject({ code: "transport.timeout" });
    await expect(a.request(b.self, "blob", new Uint8Array(1))).rejects.toMatchObject({
      code: "transport.refused",
      values: { code: "transport.unsupported" },
    });
    await expect(a.request("00".repeat(32), "sync", new Uint8Array(1))).rejects.toMatchObject({
      code: "transport.not_connected",
    });
  });
});

describe("frames", () => {
  it("of 16 MiB pass both ways at once; larger ones are refused to the sender", async () => {
    await using network = await localTransports(2);
    const [a, b] = pair(network);
    await allConnected(network.all);
    const sent = new Uint8Array(FRAME_BYTES_MAX).map((_, i) => i * 31);
    const hashes: Promise<string>[] = [];
    for (const transport of [a, b]) {
      hashes.push(
        new Promise((resolve) => transport.onFrame("sync", (_, frame) => resolve(hex(suite.hash(frame))))),
      );
    }
    expect(a.send(b.self, "sync", sent)).toBe(true);
    expect(b.send(a.self, "sync", sent)).toBe(true);
    expect(await Promise.all(hashes)).toEqual([hex(suite.hash(sent)), hex(suite.hash(sent))]);
    expect(() => a.send(b.self, "sync", new Uint8Array(FRAME_BYTES_MAX + 1))).toThrow(
      expect.objectContaining({ code: "frame.too_long" }),
    );
    expect(a.stats().channels.sync).toMatchObject({
      framesIn: 1,
      framesOut: 1,
      // Each part has a frame's header and its own struct around it.
      bytesOut: FRAME_BYTES_MAX + (FRAME_BYTES_MAX / PART_BYTES) * (9 + 9),
    });
  });

  it("stop being taken while the receiver is busy, and all that were taken arrive in order", async () => {
    await using network = await localTransports(2);
    const [a, b] = pair(network);
    await allConnected(network.all);
    const received: number[] = [];
    let release: () => void = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    b.onFrame("blob", async (_, frame) => {
      received.push(new DataView(frame.buffer, frame.byteOffset).getUint32(0));
      await released;
    });
    const frame = (i: number) => {
      const bytes = new Uint8Array(256 * 1024);
      new DataView(bytes.buffer).setUint32(0, i);
      return bytes;
    };
    let taken = 0;
    let refusedAt = 0;
    for (let quiet = 0; quiet < 20; ) {
      if (a.send(b.self, "blob", frame(taken))) {
        taken++;
        quiet = 0;
      } else {
        refusedAt = taken;
        quiet++;
        await pause(10);
      }
    }
    expect(refusedAt).toBe(taken);
    expect(received.length).toBeLessThan(taken);
    // Waiting at the sender (16 MiB), under way, and being handled (64 frames): all bounded.
    expect(taken * 256).toBeLessThan(64 * 1024);
    // The other channels aren't held up.
    b.onRequest("consensus", async (_, vote) => vote);
    expect(await a.request(b.self, "consensus", utf8("vote"))).toEqual(utf8("vote"));
    release();
    await until("all have arrived", () => received.length === taken);
    expect(received).toEqual(Array.from({ length: taken }, (_, i) => i));
    expect(a.stats().channels.blob.framesDropped).toBeGreaterThan(0);
  });

  it("of consensus don't wait behind a bulk transfer", async () => {
    await using network = await localTransports(2);
    const [a, b] = pair(network);
    await allConnected(network.all);
    b.onRequest("consensus", async (_, vote) => vote);
    let bulk = 0;
    b.onFrame("sync", () => void bulk++);
    const block = new Uint8Array(1024 * 1024);
    let sending = true;
    const sender = (async () => {
      while (sending) if (!a.send(b.self, "sync", block)) await pause(1);
    })();
    const times: number[] = [];
    for (let i = 0; i < 40; i++) {
      const start = performance.now();
      await a.request(b.self, "consensus", new Uint8Array(200));
      times.push(performance.now() - start);
    }
    sending = false;
    await sender;
    expect(bulk).toBeGreaterThan(0);
    // 24 MiB waited in front of each at any time: a third of a second, had they been in one queue.
    expect(times.sort((x, y) => x - y)[20]).toBeLessThan(100);
  });

  it("of a few bytes don't wait for the end of long ones on the same stream", async () => {
    await using network = await localTransports(2);
    const [a, b] = pair(network);
    await allConnected(network.all);
    const arrived: number[] = [];
    b.onFrame("consensus", (_, frame) => void arrived.push(frame.length));
    const body = new Uint8Array(FRAME_BYTES_MAX);
    expect(a.send(b.self, "consensus", body)).toBe(true);
    // A look at what the stream has been given: the long frame is under way.
    await until("it has begun", () => a.stats().channels.consensus.bytesOut > 0);
    for (let i = 0; i < 5; i++) expect(a.send(b.self, "consensus", new Uint8Array(200))).toBe(true);
    await until("all have arrived", () => arrived.length === 6);
    expect(arrived).toEqual([200, 200, 200, 200, 200, FRAME_BYTES_MAX]);
  });
});
