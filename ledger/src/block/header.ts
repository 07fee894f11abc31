import { z } from "zod";
import { bytes32, chainIdSchema, natural } from "../bytes/schema.ts";
import { defineStruct } from "../bytes/struct.ts";
import { H } from "../crypto/hashing.ts";
import { HEADER_BYTES_MAX } from "../limits.ts";

/** What a certificate signs (through its hash): a block's place, content and resulting state (DESIGN §5). */
export interface Header {
  readonly chainId: string;
  /** 0 at genesis, +1 only by a recovery genesis */
  readonly epoch: number;
  readonly height: number;
  /** milliseconds UTC; at least the parent's + 1 */
  readonly timestamp: number;
  readonly parentHash: Uint8Array;
  /** consensus public key of who built the block; 32 zero bytes at height 0 */
  readonly proposer: Uint8Array;
  readonly txRoot: Uint8Array;
  readonly eventRoot: Uint8Array;
  /** after this block */
  readonly stateRoot: Uint8Array;
  readonly validatorsHash: Uint8Array;
  /** of the set that holds from height + 1 */
  readonly nextValidatorsHash: Uint8Array;
  readonly paramsHash: Uint8Array;
}

type B = Uint8Array;
type HeaderWire = [1, string, number, number, number, B, B, B, B, B, B, B, B];

const headerStruct = defineStruct<Header, HeaderWire>({
  name: "header",
  maxBytes: HEADER_BYTES_MAX,
  wire: z.tuple([
    z.literal(1),
    chainIdSchema,
    natural,
    natural,
    natural,
    bytes32,
    bytes32,
    bytes32,
    bytes32,
    bytes32,
    bytes32,
    bytes32,
    bytes32,
  ]),
  toWire: (h) => [
    1,
    h.chainId,
    h.epoch,
    h.height,
    h.timestamp,
    h.parentHash,
    h.proposer,
    h.txRoot,
    h.eventRoot,
    h.stateRoot,
    h.validatorsHash,
    h.nextValidatorsHash,
    h.paramsHash,
  ],
  fromWire: ([, chainId, epoch, height, timestamp, ...hashes]) => ({
    chainId,
    epoch,
    height,
    timestamp,
    parentHash: hashes[0],
    proposer: hashes[1],
    txRoot: hashes[2],
    eventRoot: hashes[3],
    stateRoot: hashes[4],
    validatorsHash: hashes[5],
    nextValidatorsHash: hashes[6],
    paramsHash: hashes[7],
  }),
});

/** `[1, chainId, epoch, height, timestamp, parentHash, proposer, txRoot, eventRoot, stateRoot, validatorsHash, nextValidatorsHash, paramsHash]` */
export const encodeHeader = headerStruct.encode;
/** @throws StructError, CodecError */
export const decodeHeader = headerStruct.decode;

/** H("header" ‖ bytes): the block's hash. */
export function headerHash(headerBytes: Uint8Array): Uint8Array {
  return H("header", (h) => h.bytes(headerBytes));
}
