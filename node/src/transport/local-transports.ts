import { hex, suite } from "@jingzhun/ledger";
import { silentLogger } from "../logging.ts";
import { createTransport } from "./libp2p-transport.ts";
import type { RegisteredPeer, Transport } from "./transport.ts";

/** For tests: transports on 127.0.0.1, on free ports, stopped at the end of the block that `await using` them. */

export const TEST_CHAIN = `test-${"0".repeat(32)}`;

export interface LocalTransports extends AsyncDisposable {
  /** ascending by id, so that the first dials the others */
  readonly all: readonly Transport[];
}

/** The seeds of `n` network keys, ascending by public key. */
export function testSeeds(n: number): Uint8Array[] {
  return Array.from({ length: n }, (_, i) => new Uint8Array(32).fill(i + 1)).sort((a, b) =>
    hex(suite.publicKey(a)).localeCompare(hex(suite.publicKey(b))),
  );
}

/** Started, and knowing each other where `knows(i, j)` says so; nobody has to be connected yet. */
export async function localTransports(
  n: number,
  knows: (i: number, j: number) => boolean = () => true,
): Promise<LocalTransports> {
  const all = testSeeds(n).map((networkSeed) => localTransport(networkSeed));
  await Promise.all(all.map((transport) => transport.start()));
  const asPeers = all.map(asPeer);
  for (const [i, transport] of all.entries())
    transport.allow(asPeers.filter((_, j) => i !== j && knows(i, j)));
  return {
    all,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(all.map((transport) => transport.stop()));
    },
  };
}

export function localTransport(
  networkSeed: Uint8Array,
  listen = "/ip4/127.0.0.1/tcp/0",
  peers: RegisteredPeer[] = [],
): Transport {
  return createTransport({
    networkSeed,
    chainId: TEST_CHAIN,
    listen: [listen],
    peers,
    logger: silentLogger(),
  });
}

export function asPeer(transport: Transport): RegisteredPeer {
  return { key: transport.self, addresses: transport.addresses() };
}

/** Waits until `check` holds; fails after `ms` saying what was waited for. */
export async function until(what: string, check: () => boolean, ms = 15_000): Promise<void> {
  const end = performance.now() + ms;
  while (!check()) {
    if (performance.now() > end) throw new Error(`waited ${ms} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export async function allConnected(transports: readonly Transport[]): Promise<void> {
  await until("all are connected", () =>
    transports.every((each) => each.peers().length === transports.length - 1),
  );
}
