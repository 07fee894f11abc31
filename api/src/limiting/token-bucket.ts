import { BUCKETS_MAX, type Rate } from "../limits.ts";

interface Bucket {
  tokens: number;
  /** Monotonic ms of the last refill. */
  at: number;
}

/**
 * Token buckets by client, on the monotonic clock, so that neither a wrong nor a moved clock opens or
 * shuts them. At most `BUCKETS_MAX` are kept; the least recently used is forgotten first, which only
 * ever gives a client more.
 */
export class TokenBuckets {
  readonly #rate: Rate;
  readonly #monotonic: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate, monotonic: () => number) {
    this.#rate = rate;
    this.#monotonic = monotonic;
  }

  /**
   * Takes `count` tokens. Returns 0, or the milliseconds after which they will be there; then nothing is
   * taken. A count above the burst is judged as the burst, so that it can ever pass.
   */
  take(client: string, count = 1): number {
    const { perSecond, burst } = this.#rate;
    const bucket = this.#filled(client);
    const wanted = Math.min(count, burst);
    if (bucket.tokens >= wanted) {
      bucket.tokens -= wanted;
      return 0;
    }
    return Math.ceil(((wanted - bucket.tokens) * 1_000) / perSecond);
  }

  /** Takes tokens for work that is done already, also such as aren't there: then the client waits before its next. */
  charge(client: string, count: number): void {
    this.#filled(client).tokens -= Math.min(count, this.#rate.burst);
  }

  #filled(client: string): Bucket {
    const now = this.#monotonic();
    const { perSecond, burst } = this.#rate;
    let bucket = this.#buckets.get(client);
    if (bucket === undefined) bucket = { tokens: burst, at: now };
    else this.#buckets.delete(client);
    this.#buckets.set(client, bucket);
    if (this.#buckets.size > BUCKETS_MAX) {
      const oldest = this.#buckets.keys().next().value;
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) * perSecond) / 1_000);
    bucket.at = now;
    return bucket;
  }
}

/** The client of an address: the address itself for IPv4, its /64 for IPv6, which one host owns whole. */
export function clientOf(address: string): string {
  const mapped = address.startsWith("::ffff:") ? address.slice(7) : address;
  if (!mapped.includes(":")) return mapped;
  const [head = "", tail] = mapped.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros =
    tail === undefined ? [] : new Array<string>(Math.max(0, 8 - front.length - back.length)).fill("0");
  return [...front, ...zeros, ...back].slice(0, 4).join(":") + "::/64";
}
