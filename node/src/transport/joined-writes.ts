import type { ConnectionEncrypter, MessageStream } from "@libp2p/interface";

/**
 * Noise hands its length, the muxer's header, the data and the tag to the socket as separate buffers, each of which
 * becomes a system call and, with TCP_NODELAY, a packet. This joins what one `send` hands over into one buffer.
 */
export function joinWrites<C>(
  encrypter: (components: C) => ConnectionEncrypter,
): (components: C) => ConnectionEncrypter {
  return (components) => {
    const inner = encrypter(components);
    const { secureInbound, secureOutbound } = inner;
    inner.secureInbound = (connection, options) => secureInbound.call(inner, joining(connection), options);
    inner.secureOutbound = (connection, options) => secureOutbound.call(inner, joining(connection), options);
    return inner;
  };
}

function joining<S extends MessageStream>(connection: S): S {
  const send = connection.send.bind(connection);
  connection.send = (data) => send(data instanceof Uint8Array ? data : data.subarray());
  return connection;
}
