import { crc32c } from "@node-rs/crc32";
import { type Database, type DatabaseReading, type Range, storageError } from "./database.ts";
import { describeKey } from "./layout.ts";
import { CHECKSUM_BYTES } from "./packing.ts";
import { StorageError } from "./storage-error.ts";

/**
 * LevelDB, with a CRC32C over (key, value) at the end of every value: written here, checked on every read here,
 * since LevelDB's binding serves a flipped bit without a word (DESIGN §8).
 */
export class CheckedDatabase {
  readonly #level: Database;
  #read: DatabaseReading | undefined;

  constructor(level: Database) {
    this.#level = level;
  }

  /**
   * From now on reads see the database as it is, whatever is written, until `unfreeze`. So the state before a
   * block stays readable while its batch is on the way to the disk.
   */
  freeze(): void {
    this.#read = { snapshot: this.#level.snapshot(), keyEncoding: "view", valueEncoding: "view" };
  }

  unfreeze(): void {
    const snapshot = this.#read?.snapshot;
    this.#read = undefined;
    void snapshot?.close();
  }

  /** @throws StorageError `storage.damaged`, `storage.corrupt` */
  getSync(key: Uint8Array): Uint8Array | undefined {
    let value: Uint8Array | undefined;
    try {
      value = this.#read === undefined ? this.#level.getSync(key) : this.#level.getSync(key, this.#read);
    } catch (error) {
      throw storageError(error);
    }
    if (value !== undefined) check(key, value);
    return value;
  }

  /** @throws StorageError `storage.damaged`, `storage.corrupt` */
  async get(key: Uint8Array): Promise<Uint8Array | undefined> {
    let value: Uint8Array | undefined;
    try {
      value = await (this.#read === undefined ? this.#level.get(key) : this.#level.get(key, this.#read));
    } catch (error) {
      throw storageError(error);
    }
    if (value !== undefined) check(key, value);
    return value;
  }

  /** The pairs of a range as they are at the call. @throws StorageError `storage.damaged`, `storage.corrupt` */
  range(range: Range): AsyncGenerator<[Uint8Array, Uint8Array]> {
    // The iterator is made now, not at the first step: it sees this moment's state.
    return walk(
      this.#level.iterator(this.#read === undefined ? range : { ...range, snapshot: this.#read.snapshot }),
    );
  }

  batch(): CheckedBatch {
    return new CheckedBatch(this.#level.batch());
  }

  async close(): Promise<void> {
    this.unfreeze();
    await this.#level.close();
  }
}

async function* walk(iterator: ReturnType<Database["iterator"]>): AsyncGenerator<[Uint8Array, Uint8Array]> {
  try {
    for (;;) {
      const pairs = await iterator.nextv(1000);
      if (pairs.length === 0) return;
      for (const [key, value] of pairs) {
        check(key, value);
        yield [key, value];
      }
    }
  } catch (error) {
    throw storageError(error);
  } finally {
    await iterator.close();
  }
}

/** One atomic change of the database. */
export class CheckedBatch {
  readonly #batch: ReturnType<Database["batch"]>;
  /** Puts and deletions so far. */
  operations = 0;
  /** Bytes of keys and values so far. */
  bytes = 0;

  constructor(batch: ReturnType<Database["batch"]>) {
    this.#batch = batch;
  }

  /** @param value from `ValueWriter.finish`: its last four bytes are written here */
  put(key: Uint8Array, value: Buffer): void {
    value.writeUInt32BE(checksum(key, value), value.length - CHECKSUM_BYTES);
    this.#batch.put(key, value);
    this.operations++;
    this.bytes += key.length + value.length;
  }

  del(key: Uint8Array): void {
    this.#batch.del(key);
    this.operations++;
    this.bytes += key.length;
  }

  /** Resolves when the change is on the disk. */
  async write(): Promise<void> {
    try {
      await this.#batch.write({ sync: true });
    } catch (error) {
      throw storageError(error);
    }
  }
}

function checksum(key: Uint8Array, value: Uint8Array): number {
  return crc32c(value.subarray(0, value.length - CHECKSUM_BYTES), crc32c(key));
}

function check(key: Uint8Array, value: Uint8Array): void {
  const at = value.length - CHECKSUM_BYTES;
  if (at >= 0) {
    const stored =
      ((value[at]! << 24) | (value[at + 1]! << 16) | (value[at + 2]! << 8) | value[at + 3]!) >>> 0;
    if (stored === checksum(key, value)) return;
  }
  throw new StorageError("storage.damaged", describeKey(key));
}
