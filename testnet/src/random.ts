import { H, utf8 } from "@jingzhun/ledger";

/**
 * Seeded randomness for generators and load: the same seed gives the same run for ever. Never used for keys
 * of anything but a test network.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits of it. */
  unit(): number;
  /** Integer in [low, high]. */
  int(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  /** By weights that need not add up to one. */
  weighted<T>(items: readonly (readonly [T, number])[]): T;
  bytes(length: number): Uint8Array;
  chance(probability: number): boolean;
  /** An independent stream, e.g. per village, so that adding one changes no other. */
  stream(label: string): Random;
}

/** SplitMix32 over a state that SHA-256 of the seed's text starts. */
export function createRandom(seed: string): Random {
  const start = H("testnet-seed", (h) => h.bytes(utf8(seed)));
  let state = ((start[0]! << 24) | (start[1]! << 16) | (start[2]! << 8) | start[3]!) >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  const random: Random = {
    unit: () => next() / 2 ** 32,
    int: (low, high) => low + Math.floor(random.unit() * (high - low + 1)),
    pick: (items) => {
      if (items.length === 0) throw new RangeError("nothing to pick from");
      return items[random.int(0, items.length - 1)]!;
    },
    weighted: (items) => {
      let total = 0;
      for (const [, weight] of items) total += weight;
      let at = random.unit() * total;
      for (const [item, weight] of items) {
        at -= weight;
        if (at < 0) return item;
      }
      return items[items.length - 1]![0];
    },
    bytes: (length) => {
      // Ids need more than 32 bits of state behind them, so bytes come from a hash over the stream's position.
      const out = new Uint8Array(length);
      for (let at = 0; at < length; at += 32) {
        const a = next();
        const b = next();
        out.set(H("testnet-bytes", (h) => h.bytes(utf8(seed)).u32(a).u32(b)).subarray(0, length - at), at);
      }
      return out;
    },
    chance: (probability) => random.unit() < probability,
    stream: (label) => createRandom(`${seed}/${label}`),
  };
  return random;
}
