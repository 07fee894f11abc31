import { equalBytes } from "@jingzhun/ledger/certification";
import type { Output } from "./interface.ts";
import type { Message, MessageType, UnsignedMessage } from "./messages.ts";
import type { WalRecord } from "./wal-record.ts";

/** The order in which own messages are sent again: why this round, what is proposed, what is voted. */
const RESEND_ORDER = ["roundChange", "proposal", "prepare", "commit"] as const;

/** One own message, as asked for and as signed. */
interface OwnMessage {
  readonly message: UnsignedMessage;
  readonly signed: Message | null;
}

export type OwnByType = Partial<Record<MessageType, OwnMessage>>;

/** The latest own message of each type. Rounds only rise, so the latest is the one that binds. */
export class OwnMessages {
  #latest: OwnByType;

  constructor(latest: OwnByType = {}) {
    this.#latest = { ...latest };
  }

  copy(): OwnMessages {
    return new OwnMessages(this.#latest);
  }

  /** Asks the host to persist, then sign. */
  request(message: UnsignedMessage, persist: WalRecord, out: Output[]): void {
    this.#latest[message.type] = { message, signed: null };
    const needsBody = message.type === "proposal" || message.type === "commit";
    out.push({ type: "sign", message, persist, body: needsBody ? message.vote.blockHash : null });
  }

  /** Asks again for what a WAL record says, if that is still the latest of its type. Its body is there already. */
  requestAgain(persist: WalRecord, out: Output[]): void {
    for (const { message } of Object.values(this.#latest))
      if (equalBytes(message.payload, persist.payload))
        out.push({ type: "sign", message, persist, body: null });
  }

  /** Is this what was asked for and not signed yet? */
  awaits(message: Message): boolean {
    const own = this.#latest[message.type];
    return own !== undefined && own.signed === null && equalBytes(own.message.payload, message.payload);
  }

  complete(message: Message): void {
    const own = this.#latest[message.type];
    if (own !== undefined) this.#latest[message.type] = { message: own.message, signed: message };
  }

  signed(type: MessageType): Message | null {
    return this.#latest[type]?.signed ?? null;
  }

  allSigned(): Message[] {
    return RESEND_ORDER.flatMap((type) => this.signed(type) ?? []);
  }

  /** The hash that this node PREPAREd, or asked to, in a round: it is bound to it. */
  preparedIn(round: number): Uint8Array | null {
    const message = this.#latest.prepare?.message;
    return message?.type === "prepare" && message.vote.round === round ? message.vote.blockHash : null;
  }

  hasProposedIn(round: number): boolean {
    const message = this.#latest.proposal?.message;
    return message?.type === "proposal" && message.vote.round >= round;
  }

  /** The same bytes again (DESIGN §6, retransmission). */
  resend(to: "all" | number, out: Output[]): void {
    for (const message of this.allSigned()) out.push({ type: "send", message, to });
  }
}
