import { randomInt } from "node:crypto";
import { fromUtf8, JzError } from "@jingzhun/ledger";
import { REQUESTS_WAITING_MAX } from "../limits.ts";

interface Waiting {
  readonly resolve: (payload: Uint8Array) => void;
  readonly reject: (error: JzError) => void;
  readonly timer: NodeJS.Timeout;
}

/** Requests to one peer on one channel that wait for their answer. */
export class Requests {
  // Not from 1: an answer to what an earlier process of this node asked must not fit a question of this one.
  #nextId = randomInt(1, 0xffff_ffff);
  readonly #waiting = new Map<number, Waiting>();

  get count(): number {
    return this.#waiting.size;
  }

  /**
   * @param send puts the request with its id on the way; false when there is no room
   * @throws JzError `transport.overloaded`, `transport.timeout`, `transport.disconnected`, `transport.refused {code}`
   */
  start(timeoutMs: number, send: (id: number) => boolean): Promise<Uint8Array> {
    if (this.#waiting.size >= REQUESTS_WAITING_MAX) {
      return Promise.reject(new JzError("transport.overloaded", "", { waiting: this.#waiting.size }));
    }
    const id = this.#nextId;
    this.#nextId = this.#nextId === 0xffff_ffff ? 1 : this.#nextId + 1;
    return new Promise((resolve, reject) => {
      if (!send(id)) {
        reject(new JzError("transport.overloaded", "", { waiting: this.#waiting.size }));
        return;
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new JzError("transport.timeout", "", { timeoutMs }));
      }, timeoutMs);
      this.#waiting.set(id, { resolve, reject, timer });
    });
  }

  /** An answer nobody waits for (any more) is ignored. */
  answer(id: number, payload: Uint8Array): void {
    this.#take(id)?.resolve(payload);
  }

  /** @param payload the code of the refusal, in text */
  refuse(id: number, payload: Uint8Array): void {
    this.#take(id)?.reject(new JzError("transport.refused", "", { code: refusalCode(payload) }));
  }

  failAll(code: string): void {
    for (const id of [...this.#waiting.keys()]) this.#take(id)!.reject(new JzError(code));
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return undefined;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    return waiting;
  }
}

/** Only what looks like a code; a peer's text goes nowhere. */
function refusalCode(payload: Uint8Array): string {
  if (payload.length > 64) return "unknown";
  try {
    const code = fromUtf8(payload);
    return /^[a-z_.]+$/.test(code) ? code : "unknown";
  } catch {
    return "unknown";
  }
}
