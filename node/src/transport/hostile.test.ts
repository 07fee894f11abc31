import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { hex, suite, utf8 } from "@jingzhun/ledger";
import { multiaddr } from "@multiformats/multiaddr";
import { describe, expect, it } from "vitest";
import { CHANNELS, protocolOf } from "./channel.ts";
import { createHost } from "./host.ts";
import {
  allConnected,
  asPeer,
  localTransport,
  localTransports,
  TEST_CHAIN,
  testSeeds,
  until,
} from "./local-transports.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("a node goes on", () => {
  it("when strangers send noise, hang up half-way, or say nothing", async () => {
    await using network = await localTransports(2);
    const [node, peer] = network.all as [(typeof network.all)[number], (typeof network.all)[number]];
    await allConnected(network.all);
    const port = Number(node.addresses()[0]!.split("/")[4]);
    const sockets = Array.from({ length: 60 }, (_, i) => {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.on("connect", () => {
        if (i % 3 === 0) socket.write(randomBytes(5_000));
        // The beginning of a real dialogue, then nothing or the end.
        if (i % 3 === 1) socket.write("\x13/multistream/1.0.0\n");
        if (i % 6 === 1) socket.end("\x07/noise\n");
      });
      return socket;
    });
    await pause(300);
    peer.onRequest("sync", async (_, frame) => frame);
    expect(await node.request(peer.self, "sync", utf8("still here"))).toEqual(utf8("still here"));
    expect(node.stats()).toMatchObject({ peers: 1, refusedConnections: 0 });
    for (const socket of sockets) socket.destroy();
  });

  it("when strangers send a length that never ends", async () => {
    await using network = await localTransports(2);
    const [node, peer] = network.all as [(typeof network.all)[number], (typeof network.all)[number]];
    await allConnected(network.all);
    const port = Number(node.addresses()[0]!.split("/")[4]);
    const endless = Buffer.concat([Buffer.from("\x13/multistream/1.0.0\n"), Buffer.alloc(2_000_000, 0xff)]);
    const ended = Array.from({ length: 8 }, () => {
      const socket = connect(port, "127.0.0.1", () => socket.write(endless));
      socket.on("error", () => {});
      socket.resume();
      return new Promise((resolve) => socket.on("close", resolve));
    });
    await Promise.all(ended);
    peer.onRequest("sync", async (_, frame) => frame);
    expect(await node.request(peer.self, "sync", utf8("still here"))).toEqual(utf8("still here"));
  }, 15_000);

  it("when a registered peer breaks the protocol: that connection ends, and the next is as good as new", async () => {
    const [seed, otherSeed] = testSeeds(2) as [Uint8Array, Uint8Array];
    const node = localTransport(seed);
    await node.start();
    const other = await createHost({
      networkSeed: otherSeed,
      listen: [],
      announce: [],
      topic: "none",
      gater: { denyDialMultiaddr: () => false },
    });
    await other.start();
    const otherKey = hex(suite.publicKey(otherSeed));
    node.allow([{ key: otherKey, addresses: [] }]);
    const frames: Uint8Array[] = [];
    node.onFrame("consensus", (_, frame) => void frames.push(frame));
    const address = multiaddr(node.addresses()[0]!);
    const header = (length: number, kind: number) => {
      const bytes = new Uint8Array(9);
      new DataView(bytes.buffer).setUint32(0, length);
      bytes[4] = kind;
      return bytes;
    };
    for (const bad of [header(0xffff_ffff, 0), header(0, 9), randomBytes(100)]) {
      const connection = await other.dial(address, { force: true });
      const stream = await connection.newStream(protocolOf(TEST_CHAIN, "consensus"));
      stream.send(bad);
      await until("the connection or the stream has ended", () => stream.status !== "open");
      await connection.close().catch(() => {});
    }
    expect(frames).toEqual([]);
    // It doesn't accept our streams, so for us it never counts as connected.
    expect(node.peers()).toEqual([]);
    await other.stop();
    await node.stop();
  });

  it("and says so when a peer dials anew before the end of its last connection was noticed", async () => {
    const [seed, otherSeed] = testSeeds(2) as [Uint8Array, Uint8Array];
    const node = localTransport(seed);
    await node.start();
    const other = await createHost({
      networkSeed: otherSeed,
      listen: [],
      announce: [],
      topic: "none",
      gater: { denyDialMultiaddr: () => false },
    });
    for (const channel of CHANNELS) await other.handle(protocolOf(TEST_CHAIN, channel), () => {});
    await other.start();
    const otherKey = hex(suite.publicKey(otherSeed));
    node.allow([{ key: otherKey, addresses: [] }]);
    const events: boolean[] = [];
    node.onPeer((_, connected) => events.push(connected));
    const address = multiaddr(node.addresses()[0]!);
    await other.dial(address, { force: true });
    await until("it is connected", () => node.isConnected(otherKey));
    const asked = node.request(otherKey, "sync", utf8("?"), { timeoutMs: 60_000 });
    const failed = expect(asked).rejects.toMatchObject({ code: "transport.disconnected" });
    await other.dial(multiaddr(`${address}`), { force: true });
    await until("it is connected again", () => events.length === 3);
    expect(events).toEqual([true, false, true]);
    await failed;
    await pause(100);
    expect(node.peers()).toHaveLength(1);
    await other.stop();
    await node.stop();
  });

  it("when a peer freezes without closing its connection, and takes it back when it thaws", async () => {
    const [seed] = testSeeds(1) as [Uint8Array];
    const node = localTransport(seed);
    await node.start();
    const peerKey = hex(suite.publicKey(new Uint8Array(32).fill(201)));
    node.allow([{ key: peerKey, addresses: [] }]);
    const file = fileURLToPath(new URL("./peer-process.ts", import.meta.url));
    const child = fork(file, ["201", "0", JSON.stringify(asPeer(node))], { execArgv: [] });
    try {
      const [{ addresses }] = (await once(child, "message")) as [{ addresses: string[] }];
      node.allow([{ key: peerKey, addresses }]);
      await until("it is connected", () => node.isConnected(peerKey));
      child.kill("SIGSTOP");
      await until("it is given up", () => !node.isConnected(peerKey), 25_000);
      child.kill("SIGCONT");
      await until("it is back", () => node.isConnected(peerKey));
      expect(await node.request(peerKey, "sync", utf8("awake?"))).toEqual(utf8("awake?"));
    } finally {
      child.kill("SIGKILL");
      await node.stop();
    }
  }, 60_000);
});
