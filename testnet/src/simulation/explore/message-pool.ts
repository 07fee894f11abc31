import { type Message, placeOf, type SignedRoundChange, signedPartsOf } from "@jingzhun/consensus";
import { equalBytes, PHASE, verifyBytes } from "@jingzhun/ledger/certification";
import { internBytes } from "./canonical.ts";
import { CHAIN_ID, N, QUORUM, SET } from "./validators.ts";

/** Messages by number, as the bits of a bigint. */
export type Messages = bigint;

export const NONE: Messages = 0n;

export function bit(id: number): Messages {
  return 1n << BigInt(id);
}

/** Numbers of the messages of a set, ascending. */
export function idsOf(messages: Messages): number[] {
  const ids: number[] = [];
  for (let base = 0, rest = messages; rest > 0n; base += 32, rest >>= 32n) {
    for (let word = Number(rest & 0xffff_ffffn); word !== 0; word &= word - 1) {
      // `word & -word` is the lowest bit, negative for bit 31.
      ids.push(base + 31 - Math.clz32(word & -word));
      word >>>= 0;
    }
  }
  return ids;
}

/** Every message that was ever sent, once. */
export class MessagePool {
  readonly messages: Message[] = [];
  /** by signer: the messages of that key */
  readonly of: Messages[] = Array.from({ length: N }, () => NONE);
  /** sets of messages that a node may count together, by what they have in common */
  readonly kinds = new Map<string, Messages>();
  readonly #exact: boolean;
  readonly #mixesBlocks: boolean;
  readonly #ids = new Map<string, number>();
  readonly #verified: (boolean | undefined)[] = [];

  /**
   * @param exact false: messages that differ only in whose signatures prove them are one. A receiver asks whether a
   * proof holds, not whose signatures make it so.
   * @param mixesBlocks votes for different blocks may be counted together
   */
  constructor(exact: boolean, mixesBlocks: boolean) {
    this.#exact = exact;
    this.#mixesBlocks = mixesBlocks;
  }

  id(message: Message): number {
    const key = this.#exact ? bytesOf(message) : claimOf(message);
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.messages.push(message) - 1;
      this.#ids.set(key, id);
      this.of[message.signer]! |= bit(id);
      const kind = this.#kind(message, id);
      this.kinds.set(kind, (this.kinds.get(kind) ?? NONE) | bit(id));
    }
    return id;
  }

  message(id: number): Message {
    return this.messages[id]!;
  }

  /** All signatures of the message, checked once with Ed25519. */
  isSigned(message: Message): boolean {
    const id = this.id(message);
    return (this.#verified[id] ??= signedPartsOf(message).every(
      ({ signer, payload, signature }) =>
        SET[signer] !== undefined &&
        verifyBytes("consensus", CHAIN_ID, payload, signature, SET[signer].consensusKey),
    ));
  }

  round(id: number): number {
    return placeOf(this.message(id)).round;
  }

  /** A proposal stands alone. */
  #kind(message: Message, id: number): string {
    if (message.type === "roundChange") return "roundChange";
    if (message.type === "proposal") return `proposal ${id}`;
    const { round, blockHash } = message.vote;
    return `${message.type} ${round} ${this.#mixesBlocks ? "" : internBytes(blockHash)}`;
  }
}

function bytesOf(message: Message): string {
  const parts = signedPartsOf(message).map(({ signer, payload }) => `${signer}:${internBytes(payload)}`);
  const value = message.type === "proposal" ? internBytes(message.value) : "";
  return `${message.type} ${value} ${parts.join()}`;
}

/** What the message says, and of its proofs all that a receiver may look at but for the names under them. */
function claimOf(message: Message): string {
  const head = `${message.type} ${message.signer} ${internBytes(message.payload)}`;
  if (message.type === "roundChange") return `${head} ${message.prepares.length}`;
  if (message.type !== "proposal") return head;
  const { roundChanges, prepares } = message.justification;
  const highest = highestOf(roundChanges);
  const isSame = highest !== undefined && equalBytes(highest.claim.preparedHash!, message.vote.blockHash);
  const because = `${Math.min(roundChanges.length, QUORUM)} ${highest?.claim.preparedRound} ${isSame}`;
  return `${head} ${internBytes(message.value)} ${because} ${prepares.length} ${prepares[0]?.vote.round}`;
}

/** The ROUND-CHANGE with the highest prepared round. */
function highestOf(roundChanges: readonly SignedRoundChange[]): SignedRoundChange | undefined {
  let highest: SignedRoundChange | undefined;
  for (const asked of roundChanges)
    if (
      asked.claim.preparedRound !== null &&
      asked.claim.preparedRound > (highest?.claim.preparedRound ?? -1)
    )
      highest = asked;
  return highest;
}

/** Where a signature stands: two different payloads there are a double signature. */
export function placeName(message: Pick<Message, "type"> & Parameters<typeof placeOf>[0]): string {
  return `${PHASE[message.type]}/${placeOf(message).round}`;
}
