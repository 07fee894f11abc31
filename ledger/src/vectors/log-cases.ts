import type { GoldenVector } from "../bytes/index.ts";
import { hex, utf8 } from "../bytes/text.ts";
import { recordKeyHash } from "../crypto/hashing.ts";
import {
  type CurrentValueProof,
  encodeCurrentValueProof,
  entryLeaf,
  entrySalt,
  FIRST_SECRET,
  Forest,
  nextSecret,
  valueHash,
} from "../log/index.ts";

/**
 * One log for all vectors, over three twigs: 2,500 entries make as many records, the rest change the first 700 of
 * them in turn. Every seventh record is restricted, every eleventh entry deletes.
 */
const ENTRIES = 5000;
const RECORDS = 2500;
const CHANGED = 700;
/** Counts whose state roots stand in the vectors: around the edges of twigs. */
const COUNTS = [1, 2, 3, 2047, 2048, 2049, 4096, 4097, ENTRIES + 1];
/** Entries that are proved at the end: in each twig, open and restricted, value and deletion, first and last. */
const PROVED = [701, 704, 708, 2047, 2048, 2500, 4301, 4400, 4404, ENTRIES];

interface LogEntry {
  readonly key: string;
  readonly value: Uint8Array | undefined;
  readonly salt: Uint8Array | undefined;
  readonly fields: Parameters<typeof entryLeaf>[0];
}

/** Vectors of the record log (DESIGN §8), by file. */
export function logVectors(): { readonly [file: string]: readonly GoldenVector[] } {
  const forest = Forest.empty();
  const roots: GoldenVector[] = [rootVector(forest)];
  const entries: (LogEntry | undefined)[] = [undefined];
  const leaves: Uint8Array[] = [new Uint8Array(32)];
  for (let index = 1; index <= ENTRIES; index++) {
    const entry = entryAt(index);
    const leaf = entryLeaf(entry.fields);
    forest.append([{ leaf, previous: entry.fields.previous }]);
    entries.push(entry);
    leaves.push(leaf);
    if (COUNTS.includes(forest.count)) roots.push(rootVector(forest));
  }
  const leavesOfTwig = (twig: number) => {
    const all = new Uint8Array(2048 * 32);
    for (let slot = 0; slot < 2048; slot++) all.set(leaves[2048 * twig + slot]!, 32 * slot);
    return all;
  };
  return {
    "log-entry": [1, 7, 11, 708, 2501, 4400, ENTRIES].map((index) => entryVector(entries[index]!)),
    "log-root": roots,
    "log-current-value-proof": PROVED.map((index) => {
      const { key, value, salt, fields } = entries[index]!;
      const { height, txIndex, previous, version } = fields;
      const path = forest.prove(index, leavesOfTwig);
      const proof = {
        key,
        value,
        salt,
        index,
        height,
        txIndex,
        previous,
        version,
        count: forest.count,
        path,
      };
      return proofVector(proof, forest.root());
    }),
  };
}

function entryAt(index: number): LogEntry {
  const later = index - RECORDS - 1;
  const record = later < 0 ? index - 1 : later % CHANGED;
  const previous = later < 0 ? 0 : later < CHANGED ? later + 1 : index - CHANGED;
  const version = later < 0 ? 1 : Math.floor(later / CHANGED) + 2;
  const key = `household/H${record}`;
  const keyHash = recordKeyHash(key);
  const value = index % 11 === 0 ? undefined : utf8(`value ${index}`);
  const secret = nextSecret(FIRST_SECRET, [new Uint8Array(16).fill(record % 256)]);
  const salt = record % 7 === 0 && value !== undefined ? entrySalt(secret, keyHash, index) : undefined;
  const fields = {
    index,
    height: Math.floor(index / 100),
    txIndex: index % 100,
    keyHash,
    valueHash: valueHash(salt, value),
    previous,
    version,
  };
  return { key, value, salt, fields };
}

function entryVector({ key, value, salt, fields }: LogEntry): GoldenVector {
  const { index, height, txIndex, previous, version } = fields;
  return {
    fields: { key, salt: salt === undefined ? null : hex(salt), index, height, txIndex, previous, version },
    bytes: value === undefined ? "" : hex(value),
    computed: {
      keyHash: hex(fields.keyHash),
      valueHash: hex(fields.valueHash),
      leaf: hex(entryLeaf(fields)),
    },
  };
}

function rootVector(forest: Forest): GoldenVector {
  return { fields: { count: forest.count }, bytes: "", computed: { stateRoot: hex(forest.root()) } };
}

function proofVector(proof: CurrentValueProof, stateRoot: Uint8Array): GoldenVector {
  const { key, index, count, version } = proof;
  return {
    fields: {
      key,
      index,
      count,
      version,
      deleted: proof.value === undefined,
      restricted: proof.salt !== undefined,
    },
    bytes: hex(encodeCurrentValueProof(proof)),
    computed: { stateRoot: hex(stateRoot) },
  };
}
