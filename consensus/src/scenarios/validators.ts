import { sortValidators, suite, type ValidatorSet } from "@jingzhun/ledger/certification";

export const CHAIN_ID = `scenario-${"00".repeat(16)}`;

export interface Validators {
  readonly set: ValidatorSet;
  /** by index in the set */
  readonly seeds: readonly Uint8Array[];
}

const made = new Map<number, Validators>();

/** n validators with fixed keys. */
export function validators(n: number): Validators {
  const known = made.get(n);
  if (known !== undefined) return known;
  const members = Array.from({ length: n }, (_, i) => {
    const seed = new Uint8Array(32).fill(i + 1);
    return {
      seed,
      validator: {
        organisation: `office-${i}`,
        consensusKey: suite.publicKey(seed),
        networkKey: suite.publicKey(new Uint8Array(32).fill(128 + i)),
        addresses: [],
      },
    };
  });
  const set = sortValidators(members.map(({ validator }) => validator));
  const seeds = set.map((validator) => members.find((member) => member.validator === validator)!.seed);
  const result = { set, seeds };
  made.set(n, result);
  return result;
}

/** Ed25519 is the slowest part of these tests, and every node checks the same signatures: each is made and checked once. */
const signatures = new Map<string, Uint8Array>();
const checks = new Map<string, boolean>();

export function signCached(framed: Uint8Array, seed: Uint8Array): Uint8Array {
  return cached(signatures, [seed, framed], () => suite.sign(framed, seed));
}

export function verifyCached(signature: Uint8Array, framed: Uint8Array, publicKey: Uint8Array): boolean {
  return cached(checks, [publicKey, signature, framed], () => suite.verify(signature, framed, publicKey));
}

function cached<T>(cache: Map<string, T>, parts: Uint8Array[], make: () => T): T {
  const key = parts.map((part) => Buffer.from(part).toString("latin1")).join("|");
  let value = cache.get(key);
  if (value === undefined) {
    if (cache.size > 50_000) cache.clear();
    value = make();
    cache.set(key, value);
  }
  return value;
}
