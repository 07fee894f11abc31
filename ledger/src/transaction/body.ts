import { z } from "zod";
import type { Value } from "../bytes/codec.ts";
import {
  bytes32,
  CHAIN_ID,
  chainIdSchema,
  dottedName,
  fixedBytes,
  isDottedName,
  isNatural,
  isValueMap,
  listOf,
  natural,
  valueMap,
} from "../bytes/schema.ts";
import { defineStruct } from "../bytes/struct.ts";
import { H } from "../crypto/hashing.ts";
import { MEMO_CHARACTERS_MAX, NONCE_BYTES, TX_ACTIONS_MAX, TX_BYTES_MAX } from "../limits.ts";
import { checkSystemAlone } from "./system.ts";

/** `["household.register", {…}]`; the payload's own schema stands in the module that owns the action. */
export type Action = [type: string, payload: { [key: string]: Value }];

/** What an operator signs (DESIGN §4). */
export interface TxBody {
  readonly chainId: string;
  /** H("key-id" ‖ publicKey) of the signing key, 32 bytes */
  readonly senderKeyId: Uint8Array;
  /** 16 random bytes, so that equal bodies have different ids */
  readonly nonce: Uint8Array;
  /** milliseconds UTC; valid in a block with timestamp t only while t < expiresAt ≤ t + 15 min */
  readonly expiresAt: number;
  /** 1 to 1,000; all apply or none */
  readonly actions: readonly Action[];
  /** a note for people, up to 256 characters */
  readonly memo?: string;
}

type BodyWire = [1, string, Uint8Array, Uint8Array, number, Action[], (string | undefined)?];

const bodyStruct = defineStruct<TxBody, BodyWire>({
  name: "tx_body",
  maxBytes: TX_BYTES_MAX,
  fits: isBody,
  wire: z.tuple([
    z.literal(1),
    chainIdSchema,
    bytes32,
    fixedBytes(NONCE_BYTES),
    natural,
    listOf(z.tuple([dottedName, valueMap]), 1, TX_ACTIONS_MAX),
    z.string().min(1).max(MEMO_CHARACTERS_MAX).optional(),
  ]),
  toWire(body) {
    const wire: Value[] = [
      1,
      body.chainId,
      body.senderKeyId,
      body.nonce,
      body.expiresAt,
      body.actions as Action[],
    ];
    if (body.memo !== undefined) wire.push(body.memo);
    return wire;
  },
  fromWire([, chainId, senderKeyId, nonce, expiresAt, actions, memo]) {
    const body = { chainId, senderKeyId, nonce, expiresAt, actions };
    return memo === undefined ? body : { ...body, memo };
  },
});

/** The schema above by hand: every node reads every transaction. */
function isBody(wire: unknown): wire is BodyWire {
  if (!Array.isArray(wire) || (wire.length !== 6 && wire.length !== 7)) return false;
  const [version, chainId, senderKeyId, nonce, expiresAt, actions, memo] = wire as unknown[];
  return (
    version === 1 &&
    typeof chainId === "string" &&
    CHAIN_ID.test(chainId) &&
    isBytes(senderKeyId, 32) &&
    isBytes(nonce, NONCE_BYTES) &&
    isNatural(expiresAt) &&
    Array.isArray(actions) &&
    actions.length >= 1 &&
    actions.length <= TX_ACTIONS_MAX &&
    actions.every(isAction) &&
    (wire.length === 6 ||
      (typeof memo === "string" && memo.length >= 1 && memo.length <= MEMO_CHARACTERS_MAX))
  );
}

function isBytes(value: unknown, length: number): boolean {
  return value instanceof Uint8Array && value.length === length;
}

function isAction(action: unknown): boolean {
  return Array.isArray(action) && action.length === 2 && isDottedName(action[0]) && isValueMap(action[1]);
}

/** `[1, chainId, senderKeyId, nonce, expiresAt, actions, memo?]` @throws StructError, CodecError, JzError `tx.system_alone` */
export function encodeTxBody(body: TxBody): Uint8Array {
  checkSystemAlone(body.actions);
  return bodyStruct.encode(body);
}

/** @throws StructError `tx_body.invalid`, CodecError, JzError `tx.system_alone` */
export function decodeTxBody(bytes: Uint8Array): TxBody {
  const body = bodyStruct.decode(bytes);
  checkSystemAlone(body.actions);
  return body;
}

/** H("tx" ‖ body) over the exact bytes that were signed. */
export function txId(bodyBytes: Uint8Array): Uint8Array {
  return H("tx", (h) => h.bytes(bodyBytes));
}
