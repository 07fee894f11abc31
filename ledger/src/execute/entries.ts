import { encode } from "../bytes/codec.ts";
import { equalBytes } from "../bytes/order.ts";
import { recordKeyHash } from "../crypto/index.ts";
import { AGGREGATE_SUBJECT } from "../domain/module.ts";
import { Refusal } from "../domain/refusal.ts";
import { entryLeaf, valueHash } from "../log/entry.ts";
import { entrySalt, FIRST_SECRET, nextSecret } from "../log/salt.ts";
import type { Unit, Write } from "./overlay.ts";
import type { NewEntry } from "./state.ts";

/** Where a unit's entries go. */
export interface Place {
  readonly height: number;
  readonly txIndex: number;
  /** Index of the first. */
  readonly index: number;
  /** Where the secret of restricted aggregates starts. */
  readonly aggregateSecret: Uint8Array | undefined;
  /** Is each written value checked against its record's schema? See `BlockOptions.checkRecords`. */
  readonly checkRecords: boolean;
}

/**
 * The entries of a unit (DESIGN §8): one for each key whose final bytes, or deletion, differ from those
 * before the unit, none for the others; by key bytes. Changes nothing yet.
 *
 * Throws Refusal `attachment.required` when a restricted record is created without an attachment of its
 * subject, and, where records are checked, an Error when a rule wrote a value that its schema refuses.
 */
export function entriesOf(unit: Unit, place: Place): NewEntry[] {
  const entries: NewEntry[] = [];
  for (const write of inOrder(unit.writes)) {
    const entry = entryOf(write, unit, place, place.index + entries.length);
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

/** Up to this many writes an insertion sort beats the general one; a transaction has a handful. */
const FEW_WRITES = 24;

/** By key. Keys are ASCII (see recordKey), so the order of texts is that of their bytes. */
function inOrder(writes: ReadonlyMap<string, Write>): Write[] {
  const list = [...writes.values()];
  if (list.length > FEW_WRITES) return list.sort((a, b) => (a.key < b.key ? -1 : 1));
  for (let i = 1; i < list.length; i++) {
    const write = list[i]!;
    let j = i;
    for (; j > 0 && list[j - 1]!.key > write.key; j--) list[j] = list[j - 1]!;
    list[j] = write;
  }
  return list;
}

function entryOf(write: Write, unit: Unit, place: Place, index: number): NewEntry | undefined {
  const { key, type, before, value } = write;
  const bytes = value === undefined ? undefined : encode(value);
  const old = before?.value;
  if (bytes === undefined ? old === undefined : old !== undefined && equalBytes(bytes, old)) return undefined;
  if (value !== undefined && place.checkRecords) {
    const checked = type.schema.safeParse(value);
    if (!checked.success)
      throw new Error(`${key} doesn't fit its schema: ${JSON.stringify(checked.error.issues[0])}`);
  }
  const keyHash = before === undefined ? recordKeyHash(key) : (before.keyHash ??= recordKeyHash(key));
  let secret: Uint8Array | undefined;
  let salt: Uint8Array | undefined;
  if (type.class === "restricted") {
    secret = secretAfter(write, unit, place);
    if (bytes !== undefined) salt = entrySalt(secret, keyHash, index);
  }
  const previous = before?.index ?? 0;
  const version = (before?.version ?? 0) + 1;
  const digest = valueHash(salt, bytes);
  return {
    index,
    height: place.height,
    txIndex: place.txIndex,
    key,
    keyHash,
    class: type.class,
    value: bytes,
    salt,
    secret,
    valueHash: digest,
    previous,
    version,
    leaf: entryLeaf({
      index,
      height: place.height,
      txIndex: place.txIndex,
      keyHash,
      valueHash: digest,
      previous,
      version,
    }),
    last: true,
    decoded: value,
  };
}

function secretAfter({ before, subject }: Write, unit: Unit, place: Place): Uint8Array {
  const salts = unit.saltsOf(subject);
  const old = before?.secret ?? FIRST_SECRET;
  if (salts.length > 0) return nextSecret(old, salts);
  if (before?.secret !== undefined) return old;
  if (subject !== AGGREGATE_SUBJECT) throw new Refusal("attachment.required", "");
  if (place.aggregateSecret === undefined) throw new Error("no salt of genesis's restricted attachment");
  return place.aggregateSecret;
}
