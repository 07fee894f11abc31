import { z } from "zod";
import { encode, type Value } from "../bytes/codec.ts";
import { CodecError } from "../bytes/scanner.ts";
import { dottedName, u32, valueMap } from "../bytes/schema.ts";
import { defineStruct } from "../bytes/struct.ts";
import { H, merkleRoot } from "../crypto/hashing.ts";
import { EVENT_BYTES_MAX, OUTCOME_BYTES_MAX, PATH_CHARACTERS_MAX } from "../limits.ts";

/** What became of a transaction in its block; final (DESIGN §4). Open data only. */
export type Outcome =
  | { readonly status: "applied" }
  | { readonly status: "rejected"; readonly code: string; readonly path: string };

type OutcomeWire = [0] | [1, string, string];

const outcomeStruct = defineStruct<Outcome, OutcomeWire>({
  name: "outcome",
  maxBytes: OUTCOME_BYTES_MAX,
  wire: z.union([
    z.tuple([z.literal(0)]),
    z.tuple([z.literal(1), dottedName, z.string().max(PATH_CHARACTERS_MAX)]),
  ]),
  toWire: (outcome) => (outcome.status === "applied" ? [0] : [1, outcome.code, exactPath(outcome.path)]),
  fromWire: (wire) =>
    wire[0] === 0 ? { status: "applied" } : { status: "rejected", code: wire[1], path: wire[2] },
});

/**
 * A path may quote keys of a hostile payload. Recording a refusal must never fail, so a path that is too long or
 * isn't exact text is cut to what is.
 */
function exactPath(path: string): string {
  let cut = path.slice(0, PATH_CHARACTERS_MAX).toWellFormed();
  while (cut.charCodeAt(0) === 0xfeff) cut = cut.slice(1);
  return cut;
}

/** `[0]` applied, `[1, code, path]` rejected; a path over 256 characters is cut. */
export const encodeOutcome = outcomeStruct.encode;
/** @throws StructError, CodecError */
export const decodeOutcome = outcomeStruct.decode;

/** H("outcome" ‖ txId ‖ H("outcome-bytes" ‖ bytes)): a leaf under `txRoot`. */
export function outcomeLeaf(txId: Uint8Array, outcomeBytes: Uint8Array): Uint8Array {
  const digest = H("outcome-bytes", (h) => h.bytes(outcomeBytes));
  return H("outcome", (h) => h.hash(txId).hash(digest));
}

/** H("txs" ‖ u64 count ‖ root of the leaves) */
export function txRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const root = merkleRoot(leaves);
  return H("txs", (h) => h.u64(leaves.length).hash(root));
}

/** What a block tells the world happened; open data only. */
export interface BlockEvent {
  /** the transaction's place; 2^32−2 for due entries, 2^32−1 for the block's end */
  readonly txIndex: number;
  readonly type: string;
  readonly data: { readonly [key: string]: Value };
}

const eventStruct = defineStruct<BlockEvent, [number, string, { [key: string]: Value }]>({
  name: "event",
  maxBytes: EVENT_BYTES_MAX,
  wire: z.tuple([u32, dottedName, valueMap]),
  toWire: (event) => [event.txIndex, event.type, event.data as { [key: string]: Value }],
  fromWire: ([txIndex, type, data]) => ({ txIndex, type, data }),
});

/**
 * `[txIndex, type, data]`. Written by our own rules, thousands a block, so the fields aren't checked against the schema
 * first, as those of other structs are: what has no canonical form is still refused.
 *
 * @throws CodecError
 */
export function encodeEvent({ txIndex, type, data }: BlockEvent): Uint8Array {
  const bytes = encode([txIndex, type, data as { [key: string]: Value }]);
  if (bytes.length > EVENT_BYTES_MAX) throw new CodecError("codec.too_long", bytes.length);
  return bytes;
}
/** @throws StructError, CodecError */
export const decodeEvent = eventStruct.decode;

/**
 * H("event" ‖ H("event-bytes" ‖ bytes)): a leaf under `eventRoot`. The bytes are hashed first, as those of an
 * outcome are, because an event of 50 bytes would else give a preimage of 64 bytes, the length of an inner node.
 */
export function eventLeaf(eventBytes: Uint8Array): Uint8Array {
  const digest = H("event-bytes", (h) => h.bytes(eventBytes));
  return H("event", (h) => h.hash(digest));
}

/** H("events" ‖ u64 count ‖ root of the leaves) */
export function eventRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const root = merkleRoot(leaves);
  return H("events", (h) => h.u64(leaves.length).hash(root));
}
