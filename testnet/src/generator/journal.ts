import { appendFileSync, existsSync, readFileSync } from "node:fs";

interface Sent {
  id: string;
  expiresAt: number;
}

/**
 * What the seeding has sent and what of it is done, so that a start that was broken off goes on where it was:
 * a step that was sent and has no known end is asked for by its id, never sent twice.
 */
export class Journal {
  readonly #file: string;
  readonly #done = new Set<string>();
  readonly #sent = new Map<string, Sent>();

  constructor(file: string) {
    this.#file = file;
    if (!existsSync(file)) return;
    for (const line of readFileSync(file, "utf8").split("\n")) {
      try {
        const { step, done, id, expiresAt } = JSON.parse(line) as { step: string; done?: true } & Sent;
        if (done === true) this.#done.add(step);
        else this.#sent.set(step, { id, expiresAt });
      } catch {
        // an empty last line, or one that a crash cut short: its step was not sent yet
      }
    }
  }

  isDone(step: string): boolean {
    return this.#done.has(step);
  }

  sent(step: string): Sent | undefined {
    return this.#sent.get(step);
  }

  /** Before the transactions leave. */
  willSend(steps: readonly ({ step: string } & Sent)[]): void {
    appendFileSync(this.#file, steps.map((each) => `${JSON.stringify(each)}\n`).join(""));
    for (const { step, ...sent } of steps) this.#sent.set(step, sent);
  }

  finished(steps: readonly string[]): void {
    appendFileSync(this.#file, steps.map((step) => `${JSON.stringify({ step, done: true })}\n`).join(""));
    for (const step of steps) this.#done.add(step);
  }
}
