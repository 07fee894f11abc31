import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { encode, hex, suite, utf8, type Value } from "@jingzhun/ledger";
import type { Stream, StreamMuxer } from "@libp2p/interface";
import { multiaddr } from "@multiformats/multiaddr";
import { describe, expect, it } from "vitest";
import { INBOUND_HANDSHAKES_MAX, INBOUND_HANDSHAKES_PER_ADDRESS_MAX, PART_BYTES } from "../limits.ts";
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

describe("a node goes on", () => {
  it("when strangers send noise, hang up half-way, or say nothing", async () => {
    await using network = await localTransports(2);
    const [node, peer] = network.all as [(typeof network.all)[number], (typeof network.all)[number]];
    await allConnected(network.all);
    const port = Number(node.addresses()[0]!.split("/")[4]);
    let noisy = 0;
    const sockets = Array.from({ length: 60 }, (_, i) => {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.resume();
      if (i % 3 === 0) socket.on("close", () => noisy++);
      socket.on("connect", () => {
        if (i % 3 === 0) socket.write(randomBytes(5_000));
        // The beginning of a real dialogue, then nothing or the end.
        if (i % 3 === 1) socket.write("\x13/multistream/1.0.0\n");
        if (i % 6 === 1) socket.end("\x07/noise\n");
      });
      return socket;
    });
    await until("it has hung up on everyone who sent noise", () => noisy === 20);
    peer.onRequest("sync", async (_, frame) => frame);
    expect(await node.request(peer.self, "sync", utf8("still here"))).toEqual(utf8("still here"));
    expect(node.stats()).toMatchObject({ peers: 1, refusedConnections: 0 });
    for (const socket of sockets) socket.destroy();
  });

  it("when a stranger opens connections and says nothing: its address has no more than its share", async () => {
    await using network = await localTransports(1);
    const [node] = network.all as [(typeof network.all)[number]];
    const port = Number(node.addresses()[0]!.split("/")[4]);
    const silent = Array.from({ length: INBOUND_HANDSHAKES_MAX }, () => {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      return socket;
    });
    const beyond = INBOUND_HANDSHAKES_MAX - INBOUND_HANDSHAKES_PER_ADDRESS_MAX;
    await until("all others are refused", () => node.stats().crowdedConnections >= beyond);
    expect(node.stats().crowdedConnections).toBe(beyond);
    for (const socket of silent) socket.destroy();
    // The share is free again when they have gone.
    const peer = localTransport(new Uint8Array(32).fill(202), undefined, [asPeer(node)]);
    node.allow([{ key: peer.self, addresses: [] }]);
    await peer.start();
    await until("the peer is connected", () => node.isConnected(peer.self));
    await peer.stop();
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
    const part = (...fields: Value[]) => {
      const payload = encode(fields);
      return Buffer.concat([header(payload.length, 4), payload]);
    };
    const begun = part(0, 0, 3, new Uint8Array(PART_BYTES));
    const badParts = [part(0, 1, 3, new Uint8Array(PART_BYTES)), Buffer.concat([begun, begun])];
    for (const bad of [header(0xffff_ffff, 0), header(0, 9), randomBytes(100), ...badParts]) {
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
    const first = await other.dial(address, { force: true });
    await until("it is connected", () => node.isConnected(otherKey));
    const asked = node.request(otherKey, "sync", utf8("?"), { timeoutMs: 60_000 });
    const failed = expect(asked).rejects.toMatchObject({ code: "transport.disconnected" });
    await other.dial(multiaddr(`${address}`), { force: true });
    await until("it is connected again", () => events.length === 3);
    expect(events).toEqual([true, false, true]);
    await failed;
    await until("the old connection has ended", () => first.status !== "open");
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

/** A peer whose key is registered and that can send whatever it likes; counts what the node has ended. */
async function registeredAttacker() {
  const [seed, otherSeed] = testSeeds(2) as [Uint8Array, Uint8Array];
  const node = localTransport(seed);
  await node.start();
  const gater = { denyDialMultiaddr: () => false };
  const host = await createHost({ networkSeed: otherSeed, listen: [], announce: [], topic: "none", gater });
  for (const channel of CHANNELS) await host.handle(protocolOf(TEST_CHAIN, channel), () => {});
  await host.start();
  node.allow([{ key: hex(suite.publicKey(otherSeed)), addresses: [] }]);
  const address = multiaddr(node.addresses()[0]!);
  return {
    node,
    host,
    /** the muxer of a new connection to the node: its streams carry what they are given */
    async connect() {
      const connection = await host.dial(multiaddr(`${address}`), { force: true });
      return { connection, muxer: (connection as unknown as { muxer: StreamMuxer }).muxer };
    },
    async [Symbol.asyncDispose]() {
      await host.stop();
      await node.stop();
    },
  };
}

/** The longest that the event loop was away for while `work` ran, ms. */
async function longestTurn(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let running = true;
  const turn = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) setImmediate(turn);
  };
  turn();
  await work();
  running = false;
  return longest;
}

describe("a node goes on, and ends the connection, when a registered peer", () => {
  const mss = "\x13/multistream/1.0.0\n";
  const filled = (start: string, bytes: number, fill: string | number) =>
    Buffer.concat([Buffer.from(start), Buffer.alloc(bytes, fill)]);
  const meshsub = `${mss}\x0f/meshsub/1.1.0\n`;
  const STREAMS = 8;
  it.each([
    ["sends a length that never ends", filled(mss, 250_000, 0xff)],
    ["negotiates without end", filled(mss, 250_000, "\x03ls\n")],
    ["sends gossip without content", filled(meshsub, 250_000, 0)],
    ["sends gossip whose length never ends", filled(meshsub, 250_000, 0xff)],
  ])("%s", async (_, bytes) => {
    await using attacker = await registeredAttacker();
    const { connection, muxer } = await attacker.connect();
    const longest = await longestTurn(async () => {
      for (let i = 0; i < STREAMS; i++) (await muxer.createStream()).send(bytes);
      await until("the connection has ended", () => connection.status !== "open");
    });
    expect(attacker.node.stats().breachedConnections).toBe(1);
    // What precedes the breach is a few bytes, whatever follows; unguarded it was seconds.
    expect(longest).toBeLessThan(2_000);
  });

  it("answers what the node asks with a length that never ends", async () => {
    await using attacker = await registeredAttacker();
    const { host, node } = attacker;
    await host.unhandle("/ipfs/id/1.0.0");
    await host.handle("/ipfs/id/1.0.0", (stream) => void stream.send(Buffer.alloc(250_000, 0xff)));
    const longest = await longestTurn(async () => {
      const { connection } = await attacker.connect();
      await until("the connection has ended", () => connection.status !== "open");
    });
    expect(node.stats().breachedConnections).toBe(1);
    expect(longest).toBeLessThan(2_000);
  });

  it("answers the node's own negotiation with a length that never ends", async () => {
    await using attacker = await registeredAttacker();
    const { connection, muxer } = await attacker.connect();
    const { onRemoteStream } = muxer as unknown as { onRemoteStream(stream: Stream): void };
    Object.assign(muxer, {
      onRemoteStream: (stream: Stream) => void stream.send(Buffer.alloc(250_000, 0xff)),
    });
    expect(onRemoteStream).toBeTypeOf("function");
    // A registered node opens streams of its own: identify, gossip and ours, when it hears of a peer, and pings.
    await until("the connection has ended", () => connection.status !== "open");
    expect(attacker.node.stats().breachedConnections).toBe(1);
  });

  it("announces more than a window holds", async () => {
    await using attacker = await registeredAttacker();
    const { connection, muxer } = await attacker.connect();
    const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 99, 0x7f, 0xff, 0xff, 0xff]);
    (muxer as unknown as { send(data: Uint8Array): void }).send(
      Buffer.concat([header, Buffer.alloc(600_000)]),
    );
    await until("the connection has ended", () => connection.status !== "open");
    expect(attacker.node.stats().breachedConnections).toBe(1);
  });
});
