import { JzError } from "@jingzhun/ledger/certification";
import { copyFuture, type Future, heightClaimedBy, keepForLater, takeFor } from "./future.ts";
import { Height } from "./height.ts";
import { heightContext, proposerOf } from "./height-context.ts";
import type { Input, Output, Qbft, QbftConfig, QbftStatus } from "./interface.ts";
import { type Message, placeOf } from "./messages.ts";
import { readWal } from "./restore.ts";

/**
 * The consensus of one node as a pure state machine: no clock, no disk, no wire, no randomness. What the host must do
 * with the outputs, in which order and why stands in the README.
 */
export function createQbft(config: QbftConfig): Qbft {
  return new Machine(config);
}

class Machine implements Qbft {
  readonly #config: QbftConfig;
  #height: Height | null = null;
  #future: Future = new Map();
  /** the highest height that was asked for with `wantFuture` */
  #wanted = 0;
  /** the late votes of the newest decided height that arrived once: `signer/type` */
  #late: { readonly height: number; readonly heard: Set<string> } = { height: 0, heard: new Set() };

  constructor(config: QbftConfig) {
    this.#config = config;
  }

  copy(): Qbft {
    const copy = new Machine(this.#config);
    copy.#height = this.#height?.copy() ?? null;
    copy.#future = copyFuture(this.#future);
    copy.#wanted = this.#wanted;
    copy.#late = { height: this.#late.height, heard: new Set(this.#late.heard) };
    return copy;
  }

  status(): QbftStatus {
    const height = this.#height;
    return {
      height: height?.context.height ?? 0,
      round: height?.round ?? 0,
      awake: height?.awake ?? false,
      decided: height?.decided ?? false,
      proposer: height === null ? 0 : proposerOf(height.context, height.round),
      self: height?.context.self ?? null,
      preparedRound: height?.prepared?.round ?? null,
    };
  }

  step(input: Input): Output[] {
    const out: Output[] = [];
    const height = this.#height;
    if (input.type === "newHeight") this.#begin(input, out);
    else if (input.type === "received") this.#receive(input.message, input.from, out);
    else if (height !== null) this.#inHeight(height, input, out);
    return out;
  }

  #inHeight(height: Height, input: Exclude<Input, { type: "newHeight" | "received" }>, out: Output[]): void {
    const current = height.context.height;
    switch (input.type) {
      case "wake":
        height.wake(out);
        break;
      case "resend":
        height.resend(input.to ?? "all", out);
        break;
      case "message":
        height.receive(input.message, out);
        break;
      case "signed":
        height.uponSigned(input.message, out);
        break;
      case "timer":
        if (input.height === current) height.uponTimer(input.round, out);
        break;
      case "proposalBuilt":
        if (input.height === current) height.uponProposalBuilt(input.round, input.value, input.hash, out);
        break;
      case "proposalValidated":
        if (input.height === current) height.uponProposalValidated(input.round, input.hash, input.valid, out);
        break;
    }
  }

  #begin(input: Extract<Input, { type: "newHeight" }>, out: Output[]): void {
    const before = this.#height;
    if (before !== null && input.height <= before.context.height)
      throw new JzError("consensus.height", "", { height: input.height, current: before.context.height });
    const context = heightContext({ ...this.#config, ...input }, this.#config.self);
    const height = new Height(context);
    this.#height = height;
    if (this.#late.height !== input.height - 1) this.#late = { height: input.height - 1, heard: new Set() };
    const restored =
      context.self === null || input.restored === undefined
        ? undefined
        : readWal(context, context.self, input.restored);
    if (restored !== undefined) height.restore(restored, out);
    for (const { message, from } of takeFor(this.#future, input.height))
      if (height.wants(message)) out.push({ type: "verify", message, from });
    this.#wantFuture(out);
  }

  #receive(message: Message, from: string, out: Output[]): void {
    const { chainId, epoch, height } = placeOf(message);
    if (chainId !== this.#config.chainId || epoch !== this.#config.epoch) return;
    const current = this.#height;
    const at = current?.context.height ?? 0;
    if (height > at) {
      keepForLater(this.#future, message, from, at + 1);
      this.#wantFuture(out);
    } else if (current === null || height < at || current.decided) {
      this.#answerLate(message, from, out);
    } else if (current.wants(message)) {
      out.push({ type: "verify", message, from });
    }
  }

  /**
   * A message for a decided height is answered by that block's certificate. But of n validators n − quorum votes of
   * every height arrive after it is decided, from peers that are about to decide too: the first of each kind gets no
   * answer. Who really lacks the block sends again.
   */
  #answerLate(message: Message, from: string, out: Output[]): void {
    const { height } = placeOf(message);
    const at = this.#height?.context.height ?? 0;
    if (height === 0) return;
    const newest = this.#height?.decided === true ? at : at - 1;
    if (height === newest && (message.type === "prepare" || message.type === "commit")) {
      if (this.#late.height !== newest) this.#late = { height: newest, heard: new Set() };
      const vote = `${message.signer}/${message.type}`;
      if (!this.#late.heard.has(vote)) {
        this.#late.heard.add(vote);
        return;
      }
    }
    out.push({ type: "answerDecided", height, to: from });
  }

  /** f+1 peers above us: one of them is honest, so the block below what it speaks of is decided. */
  #wantFuture(out: Output[]): void {
    const height = this.#height;
    if (height === null) return;
    const claimed = heightClaimedBy(this.#future, height.context.faulty + 1);
    const next = height.context.height + (height.decided ? 1 : 0);
    if (claimed === undefined || claimed <= next || claimed <= this.#wanted) return;
    this.#wanted = claimed;
    out.push({ type: "wantFuture", height: claimed });
  }
}
