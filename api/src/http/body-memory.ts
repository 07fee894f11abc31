import { BODIES_BYTES_MAX, BODIES_PER_CLIENT_BYTES_MAX } from "../limits.ts";
import { HttpProblem } from "../problem.ts";

/** What one request's body takes of the memory for bodies. */
export interface HeldBody {
  /** Throws 429 `overloaded` when the client, or all clients together, hold too much. */
  add(bytes: number): void;
  release(): void;
}

/** Memory for bodies, bounded in all and per client: without it many slow requests of 16 MiB each would fill it. */
export class BodyMemory {
  #all = 0;
  readonly #byClient = new Map<string, number>();

  hold(client: string): HeldBody {
    let own = 0;
    const count = (bytes: number) => {
      own += bytes;
      this.#all += bytes;
      const clients = (this.#byClient.get(client) ?? 0) + bytes;
      if (clients > 0) this.#byClient.set(client, clients);
      else this.#byClient.delete(client);
    };
    return {
      add: (bytes) => {
        const clients = (this.#byClient.get(client) ?? 0) + bytes;
        if (clients > BODIES_PER_CLIENT_BYTES_MAX || this.#all + bytes > BODIES_BYTES_MAX) {
          throw new HttpProblem(429, "overloaded", "", {}, { connection: "close" });
        }
        count(bytes);
      },
      release: () => count(-own),
    };
  }
}
