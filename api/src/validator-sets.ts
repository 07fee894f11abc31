import { decodeValidators, encode, encodeCertificate, type ValidatorSet, type Value } from "@jingzhun/ledger";
import type { NodeAccess } from "./node-access.ts";

const KEY = "governance/validators";

/** The set that seals blocks of this height; undefined where this node doesn't know. */
export function validatorsAt(access: NodeAccess, height: number): ValidatorSet | undefined {
  if (height > access.head().height) return access.validators();
  const version = access.recordAt(KEY, Math.max(0, height - 1));
  return version === undefined ? undefined : decodeSet(version.value as Value);
}

/** A change of the set, as a light client follows it: the block whose header names the next set, and that set. */
export interface SetChange {
  readonly height: number;
  readonly header: Uint8Array;
  readonly certificate: Uint8Array;
  /** encoded */
  readonly validators: Uint8Array;
}

/**
 * Changes since genesis, the oldest first, without the first `known` of them: each is a version of the record.
 *
 * @returns at most `limit`, and how many there are in all
 */
export async function setChanges(
  access: NodeAccess,
  known: number,
  limit: number,
): Promise<{ readonly changes: readonly SetChange[]; readonly total: number }> {
  const total = (access.record(KEY)?.version ?? 1) - 1;
  // Version 1 is genesis's.
  const end = Math.min(total, known + limit) + 2;
  const count = end - 2 - known;
  const versions = count <= 0 ? [] : access.history(KEY, { before: end, limit: count }).reverse();
  const changes: SetChange[] = [];
  for (const { height, value } of versions) {
    const block = await access.block(height);
    if (block?.certificate === undefined) break;
    changes.push({
      height,
      header: block.headerBytes,
      certificate: encodeCertificate(block.certificate),
      validators: encode(value as Value),
    });
  }
  return { changes, total };
}

function decodeSet(value: Value): ValidatorSet {
  return decodeValidators(encode(value));
}
