import type { MultiaddrConnection, Transport, Upgrader } from "@libp2p/interface";

/** What is done around each upgrade of a raw connection to an encrypted one, handshake included. */
export type AroundUpgrade = (
  connection: MultiaddrConnection,
  direction: "inbound" | "outbound",
  upgrade: () => Promise<unknown>,
) => Promise<unknown>;

export function aroundUpgrades<C>(
  transport: (components: C) => Transport,
  around: AroundUpgrade,
): (components: C) => Transport {
  return (components) => {
    const inner = transport(components);
    const { dial, createListener } = inner;
    inner.dial = (address, options) =>
      dial.call(inner, address, { ...options, upgrader: wrapped(options.upgrader, around) });
    inner.createListener = (options) =>
      createListener.call(inner, { ...options, upgrader: wrapped(options.upgrader, around) });
    return inner;
  };
}

function wrapped(upgrader: Upgrader, around: AroundUpgrade): Upgrader {
  return new Proxy(upgrader, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== "function") return value;
      if (name !== "upgradeInbound" && name !== "upgradeOutbound") return value.bind(target);
      const direction = name === "upgradeInbound" ? "inbound" : "outbound";
      return (connection: MultiaddrConnection, ...rest: unknown[]) =>
        around(connection, direction, () => value.call(target, connection, ...rest));
    },
  });
}
