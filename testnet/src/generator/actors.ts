import { type Client, createClient, createSigner, type SignedTransaction } from "@jingzhun/client-sdk";
import { type Action, type Attachment, hex } from "@jingzhun/ledger";
import type { Journal } from "./journal.ts";

/** One step of the demonstration: a transaction by somebody, named so that it happens once. */
export interface Step {
  /** Unique and the same at each start. */
  step: string;
  /** Seed of the sender's key, hex or bytes. */
  key: string | Uint8Array;
  actions: Action[];
  attachments?: Attachment[];
}

/** What every transaction of the demonstration carries: nobody should take an invented person for a real one. */
export const INVENTED_MEMO = "演示数据 · invented";

/** How many steps are under way at once: enough to fill blocks, few enough to be fair to a small machine. */
const AT_ONCE = 64;
/** On the chain's clock; a step that is broken off is known to be lost after this time. */
const EXPIRES_IN_MS = 120_000;

/** A step that the ledger refused: a mistake of the generator. */
class StepRefused extends Error {
  constructor(step: string, code: string, path: string) {
    super(`${step} was refused: ${code}${path === "" ? "" : ` at ${path}`}`);
    this.name = "StepRefused";
  }
}

/** Sends steps as their actors through the public API and waits until each is final. */
export class Actors {
  readonly #urls: readonly string[];
  readonly #journal: Journal;
  readonly #clients = new Map<string, Client>();

  constructor(urls: readonly string[], journal: Journal) {
    this.#urls = urls;
    this.#journal = journal;
  }

  client(key: string | Uint8Array): Client {
    const name = typeof key === "string" ? key : hex(key);
    let client = this.#clients.get(name);
    if (client === undefined) {
      // Actors prefer different nodes, as departments do.
      const first = this.#clients.size % this.#urls.length;
      const urls = [...this.#urls.slice(first), ...this.#urls.slice(0, first)];
      client = createClient({ urls, signer: createSigner(key) });
      this.#clients.set(name, client);
    }
    return client;
  }

  /** The network's clock was moved: clients read it anew before they sign. */
  clockMoved(): void {
    this.#clients.clear();
  }

  /** Runs the steps, `AT_ONCE` at a time, in no order among themselves. Throws `StepRefused`. */
  async run(steps: readonly Step[], progress: (done: number) => void = () => {}): Promise<void> {
    let done = 0;
    for (let from = 0; from < steps.length; from += AT_ONCE) {
      const group = steps.slice(from, from + AT_ONCE);
      await this.#group(group.filter(({ step }) => !this.#journal.isDone(step)));
      done += group.length;
      progress(done);
    }
  }

  async #group(group: readonly Step[]): Promise<void> {
    if (group.length === 0) return;
    const open: Step[] = [];
    await Promise.all(
      group.map(async (step) => {
        const before = this.#journal.sent(step.step);
        if (before === undefined) open.push(step);
        else {
          const end = await this.client(step.key).waitForFinality(before.id, { expiresAt: before.expiresAt });
          if (end.status === "expired") open.push(step);
          else if (end.status === "rejected") throw new StepRefused(step.step, end.code, end.path);
        }
      }),
    );
    const signed: { step: Step; tx: SignedTransaction }[] = [];
    for (const step of open) {
      const tx = await this.client(step.key).sign(step.actions, {
        expiresIn: EXPIRES_IN_MS,
        memo: INVENTED_MEMO,
        ...(step.attachments === undefined ? {} : { attachments: step.attachments }),
      });
      signed.push({ step, tx });
    }
    this.#journal.willSend(
      signed.map(({ step, tx }) => ({ step: step.step, id: hex(tx.id), expiresAt: tx.expiresAt })),
    );
    await Promise.all(
      signed.map(async ({ step, tx }) => {
        const sent = await this.client(step.key).submitSigned(tx);
        const end = await sent.waitForFinality();
        if (end.status === "expired") throw new Error(`${step.step} expired before it was in a block`);
        if (end.status === "rejected") throw new StepRefused(step.step, end.code, end.path);
      }),
    );
    this.#journal.finished(group.map(({ step }) => step));
  }
}
