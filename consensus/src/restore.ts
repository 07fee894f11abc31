import { decodeRoundChange, decodeVote, equalBytes, PHASE } from "@jingzhun/ledger/certification";
import type { HeightContext } from "./height-context.ts";
import type { PreparedCertificate } from "./justification.ts";
import type { Message, MessageType, UnsignedMessage } from "./messages.ts";
import { placeOf } from "./messages.ts";
import type { OwnByType } from "./own-messages.ts";
import type { Candidate } from "./proposed-values.ts";
import type { WalRecord } from "./wal-record.ts";

/** What a WAL says of a height. */
export interface Restored {
  readonly round: number;
  readonly own: OwnByType;
  readonly prepared: PreparedCertificate | null;
  /** records of own messages whose signature isn't in the WAL, in its order */
  readonly unsigned: readonly WalRecord[];
  readonly values: readonly Omit<Candidate, "justifiedByPrepared">[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Said {
  readonly message: UnsignedMessage;
  readonly record: WalRecord;
  /** its place in the WAL, which is the order of signing */
  readonly index: number;
  signed: Message | null;
}

/**
 * Reads the WAL of one height back (DESIGN §6): the round it was in, its own latest messages, its prepared
 * certificate, its values. Records of other heights and epochs are left aside. undefined: nothing was signed here.
 */
export function readWal(
  context: HeightContext,
  self: number,
  records: readonly WalRecord[],
): Restored | undefined {
  const restored: Mutable<Restored> = { round: 0, own: {}, prepared: null, unsigned: [], values: [] };
  const own: { [type in MessageType]?: Said } = {};
  for (const [index, record] of records.entries()) {
    if (record.kind === "signature") {
      for (const said of Object.values(own)) {
        if (!equalBytes(said.message.payload, record.payload)) continue;
        said.signed = { ...said.message, signature: record.signature } as Message;
      }
      continue;
    }
    const message = messageOf(self, record);
    const place = placeOf(message);
    if (place.chainId !== context.chainId || place.epoch !== context.epoch || place.height !== context.height)
      continue;
    // A record written twice (asked for again after an earlier restart) is the same message still.
    const before = own[message.type];
    if (before === undefined || !equalBytes(before.message.payload, message.payload))
      own[message.type] = { message, record, index, signed: null };
    restored.round = Math.max(restored.round, place.round);
    if (record.kind === "commit" && message.type === "commit")
      restored.prepared = { round: place.round, hash: message.vote.blockHash, prepares: record.prepares };
    if (record.kind === "commit" || record.kind === "proposal")
      restored.values = addValue(restored.values, message, record.value);
  }
  const said = Object.values(own).sort((a, b) => a.index - b.index);
  if (said.length === 0) return undefined;
  restored.own = Object.fromEntries(
    said.map(({ message, signed }) => [message.type, { message, signed }]),
  ) as Restored["own"];
  restored.unsigned = said.filter(({ signed }) => signed === null).map(({ record }) => record);
  return restored;
}

function addValue(
  values: Restored["values"],
  message: UnsignedMessage,
  value: Uint8Array,
): Restored["values"] {
  if (message.type === "roundChange") return values;
  const { round, blockHash: hash } = message.vote;
  // The same block proposed again is executed once, for the newest round.
  return [...values.filter((known) => !equalBytes(known.hash, hash)), { round, hash, value }];
}

function messageOf(signer: number, record: Exclude<WalRecord, { kind: "signature" }>): UnsignedMessage {
  const { payload } = record;
  if (record.kind === "roundChange")
    return {
      type: "roundChange",
      signer,
      payload,
      claim: decodeRoundChange(payload),
      prepares: record.prepares,
    };
  const vote = decodeVote(payload);
  const head = { signer, payload, vote };
  if (vote.phase !== PHASE[record.kind])
    throw new Error(`a WAL record of kind ${record.kind} says otherwise`);
  return record.kind === "proposal"
    ? { type: "proposal", ...head, value: record.value, justification: record.justification }
    : { type: record.kind, ...head };
}
