import { utf8 } from "@jingzhun/ledger";
import type { MultiaddrConnection } from "@libp2p/interface";
import type { AroundUpgrade } from "./upgrading.ts";

/** All that either side says in the clear: that it speaks multistream-select, and that it encrypts with Noise. */
const GREETING = utf8("\x13/multistream/1.0.0\n\x07/noise\n");

/**
 * Ends a connection with the first byte that isn't of the greeting. libp2p reads what precedes the handshake byte by
 * byte, for as long as no length ends (measured: 3 µs a byte, all in one turn of the event loop, so that 26 MB of
 * 0xff from strangers kept a node from everything else for over a minute).
 */
export const greeted: AroundUpgrade = (connection, _, upgrade) => {
  expectGreeting(connection);
  return upgrade();
};

/** Where libp2p's connections take what their socket has read; not part of any public interface. */
interface Receiving {
  onData(data: Uint8Array): void;
}

function expectGreeting(connection: MultiaddrConnection): void {
  const receiving = connection as MultiaddrConnection & Receiving;
  const onData = receiving.onData;
  let heard = 0;
  receiving.onData = (data) => {
    for (const byte of data.subarray(0, GREETING.length - heard)) {
      if (byte === GREETING[heard]) heard++;
      else return connection.abort(new Error("it doesn't greet as our nodes do"));
    }
    if (heard === GREETING.length) receiving.onData = onData;
    onData.call(connection, data);
  };
}
