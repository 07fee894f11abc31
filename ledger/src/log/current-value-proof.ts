import { z } from "zod";
import { suite } from "#suite";
import { hashInput } from "../bytes/hash-input.ts";
import { bytes32, bytesUpTo, fixedBytes, natural, u32 } from "../bytes/schema.ts";
import { defineStruct } from "../bytes/struct.ts";
import { JzError } from "../errors.ts";
import { entryLeaf, valueHash } from "./entry.ts";
import { type EntryPath, type Hashing, verifyPath } from "./path.ts";
import { LEFT_DEPTH, RIGHT_DEPTH } from "./shape.ts";

/**
 * "This is the record's value in the state with this root": the entry, its set active bit, its path
 * (DESIGN §8). A deletion is proved alike, with `value` undefined.
 */
export interface CurrentValueProof {
  readonly key: string;
  /** encoded; undefined: the newest entry is a deletion */
  readonly value: Uint8Array | undefined;
  /** of a restricted record; undefined on open records and on deletions */
  readonly salt: Uint8Array | undefined;
  readonly index: number;
  readonly height: number;
  readonly txIndex: number;
  readonly previous: number;
  readonly version: number;
  /** slots of the log, which the state root covers */
  readonly count: number;
  readonly path: EntryPath;
}

/** Bytes of a proof beside its value: 15 nodes, up to 42 above the twigs, the entry's fields, the key. */
const PROOF_BYTES_BESIDE_VALUE = 4096;
/** Bytes of a proved value: what one attachment or one action may put into a record, and room. */
const PROVED_VALUE_BYTES_MAX = 1024 * 1024;
/** Levels above the twigs of the longest log: 2^53 entries in twigs of 2^11. */
const UPPER_DEPTH_MAX = 42;

type Wire = [
  1,
  string,
  Uint8Array | null,
  Uint8Array | null,
  number,
  number,
  number,
  number,
  number,
  number,
  [Uint8Array, Uint8Array, Uint8Array, Uint8Array],
];

const proofStruct = defineStruct<CurrentValueProof, Wire>({
  name: "current_value_proof",
  maxBytes: PROVED_VALUE_BYTES_MAX + PROOF_BYTES_BESIDE_VALUE,
  wire: z.tuple([
    z.literal(1),
    z.string().max(1024),
    bytesUpTo(PROVED_VALUE_BYTES_MAX).nullable(),
    bytes32.nullable(),
    natural,
    natural,
    u32,
    natural,
    u32,
    natural,
    z.tuple([
      fixedBytes(32 * LEFT_DEPTH),
      bytes32,
      fixedBytes(32 * RIGHT_DEPTH),
      bytesUpTo(32 * UPPER_DEPTH_MAX),
    ]),
  ]),
  toWire: (p) => [
    1,
    p.key,
    p.value ?? null,
    p.salt ?? null,
    p.index,
    p.height,
    p.txIndex,
    p.previous,
    p.version,
    p.count,
    [p.path.left, p.path.bits, p.path.right, p.path.upper],
  ],
  fromWire: ([, key, value, salt, index, height, txIndex, previous, version, count, path]) => ({
    key,
    value: value ?? undefined,
    salt: salt ?? undefined,
    index,
    height,
    txIndex,
    previous,
    version,
    count,
    path: { left: path[0], bits: path[1], right: path[2], upper: path[3] },
  }),
});

/** `[1, key, value?, salt?, index, height, txIndex, previous, version, count, [left, bits, right, upper]]` */
export const encodeCurrentValueProof = proofStruct.encode;
/** @throws StructError, CodecError */
export const decodeCurrentValueProof = proofStruct.decode;

/**
 * Checks the proof against a state root, which the caller takes from a certified header.
 *
 * @param hashing the suite to hash with; both give the same answers
 * @throws JzError `proof.superseded` (the bit isn't set), `proof.index`, `proof.shape`, `proof.root`, `proof.salt`
 */
export function verifyCurrentValue(
  proof: CurrentValueProof,
  stateRoot: Uint8Array,
  hashing: Hashing = suite,
): void {
  if (proof.value === undefined && proof.salt !== undefined) throw new JzError("proof.salt");
  const leaf = entryLeaf(
    {
      index: proof.index,
      height: proof.height,
      txIndex: proof.txIndex,
      keyHash: hashing.hash(hashInput("record-key").text(proof.key).peek()),
      valueHash: valueHash(proof.salt, proof.value, hashing),
      previous: proof.previous,
      version: proof.version,
    },
    hashing,
  );
  if (!verifyPath(leaf, proof.index, proof.count, proof.path, stateRoot, hashing)) {
    throw new JzError("proof.superseded", "", { index: proof.index });
  }
}
