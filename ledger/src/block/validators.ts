import { z } from "zod";
import { compareBytes, equalBytes } from "../bytes/order.ts";
import { bytes32, listOf } from "../bytes/schema.ts";
import { defineStruct } from "../bytes/struct.ts";
import { H } from "../crypto/hashing.ts";
import { ADDRESS_CHARACTERS_MAX, ADDRESSES_MAX, VALIDATORS_BYTES_MAX, VALIDATORS_MAX } from "../limits.ts";

/** An organisation's node with a vote (DESIGN §5). */
export interface Validator {
  /** id of the organisation */
  readonly organisation: string;
  /** Ed25519 public key of votes and proposals */
  readonly consensusKey: Uint8Array;
  /** Ed25519 public key of the libp2p peer and of `stored` acknowledgements */
  readonly networkKey: Uint8Array;
  /** libp2p multiaddrs */
  readonly addresses: readonly string[];
}

/** Sorted by consensus key bytes; a signer's index counts in this order. */
export type ValidatorSet = readonly Validator[];

/** Ids of organisations and operators. */
export const organisationId = z.string().regex(/^[a-z0-9-]{2,40}$/);

type ValidatorWire = [string, Uint8Array, Uint8Array, string[]];

const validatorWire = z.tuple([
  organisationId,
  bytes32,
  bytes32,
  listOf(z.string().min(1).max(ADDRESS_CHARACTERS_MAX), 0, ADDRESSES_MAX),
]);

export const validatorsStruct = defineStruct<ValidatorSet, ValidatorWire[]>({
  name: "validators",
  maxBytes: VALIDATORS_BYTES_MAX,
  wire: listOf(validatorWire, 1, VALIDATORS_MAX).refine(distinctAndSorted),
  toWire: (set) => set.map((v) => [v.organisation, v.consensusKey, v.networkKey, [...v.addresses]]),
  fromWire: (wire) =>
    wire.map(([organisation, consensusKey, networkKey, addresses]) => ({
      organisation,
      consensusKey,
      networkKey,
      addresses,
    })),
});

function distinctAndSorted(set: ValidatorWire[]): boolean {
  const networkKeys = set.map((validator) => validator[2]).sort(compareBytes);
  return (
    set.every((validator, i) => i === 0 || compareBytes(set[i - 1]![1], validator[1]) < 0) &&
    networkKeys.every((key, i) => i === 0 || !equalBytes(networkKeys[i - 1]!, key))
  );
}

/** `[[organisation, consensusKey, networkKey, addresses] …]`, sorted; `sortValidators` sorts. @throws StructError, CodecError */
export const encodeValidators = validatorsStruct.encode;
/** @throws StructError, CodecError */
export const decodeValidators = validatorsStruct.decode;

export function sortValidators(validators: readonly Validator[]): ValidatorSet {
  return [...validators].sort((a, b) => compareBytes(a.consensusKey, b.consensusKey));
}

/** H("validators" ‖ encoded set) */
export function validatorsHash(set: ValidatorSet): Uint8Array {
  const bytes = encodeValidators(set);
  return H("validators", (h) => h.bytes(bytes));
}

/** f = ⌊(n−1)/3⌋: how many of n validators may be faulty (DESIGN §6). */
export function faulty(n: number): number {
  return Math.floor((n - 1) / 3);
}

/** ⌊(n+f)/2⌋+1: any two quorums share an honest validator (DESIGN §6). */
export function quorum(n: number): number {
  return Math.floor((n + faulty(n)) / 2) + 1;
}

/** Index of the key in the set, or −1. */
export function validatorIndex(set: ValidatorSet, consensusKey: Uint8Array): number {
  return set.findIndex((validator) => equalBytes(validator.consensusKey, consensusKey));
}

/**
 * Who proposes in a round (DESIGN §6): the parent's proposer keeps the office for a tenure and hands it to the next
 * at heights divisible by the tenure; each round moves one further.
 *
 * @param parentProposer header(height − 1).proposer; zeros, or a key no longer in the set, count as absent
 */
export function proposerIndex(at: {
  readonly height: number;
  readonly round: number;
  readonly set: ValidatorSet;
  readonly parentProposer: Uint8Array;
  readonly tenure: number;
}): number {
  const n = at.set.length;
  const parent = validatorIndex(at.set, at.parentProposer);
  const holder = parent < 0 ? at.height % n : parent;
  return (holder + (at.height % at.tenure === 0 ? 1 : 0) + at.round) % n;
}
