import { suite } from "@jingzhun/ledger";
import type { SignaturePool } from "@jingzhun/node/parts";
import type { Power } from "./power.ts";
import type { Timeline } from "./timeline.ts";

type Item = Parameters<SignaturePool["verify"]>[0][number];

/** The answer for each signature that was ever asked for, the same on every machine: it is looked for once. */
export class SignatureMemory {
  readonly #known = new Map<string, boolean>();

  isValid({ publicKey, message, signature }: Item): boolean {
    if (publicKey.length !== 32 || signature.length !== 64) return false;
    const key = `${text(publicKey)}${text(signature)}${text(message)}`;
    let valid = this.#known.get(key);
    if (valid === undefined) {
      valid = suite.verify(signature, message, publicKey);
      this.#known.set(key, valid);
    }
    return valid;
  }
}

/** Checks signatures in virtual time, in the place of worker threads. */
export function simulatedSignatures(
  memory: SignatureMemory,
  power: Power,
  timeline: Timeline,
  latency: (count: number) => number,
): SignaturePool {
  const waiting = { vote: 0, tx: 0 };
  return {
    waiting,
    workers: 1,
    verify(items, priority) {
      waiting[priority] += items.length;
      return new Promise((resolve) =>
        timeline.after(
          latency(items.length),
          power.guarded(() => {
            waiting[priority] -= items.length;
            resolve(items.map((item) => memory.isValid(item)));
          }),
        ),
      );
    },
    async close() {},
  };
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
