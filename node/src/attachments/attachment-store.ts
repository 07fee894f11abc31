import { mkdirSync } from "node:fs";
import { type Attachment, attachmentId, equalBytes, hex, JzError } from "@jingzhun/ledger";
import type { Database } from "@jingzhun/ledger/storage";
import { Level } from "level";
import { ATTACHMENT_BATCH, ATTACHMENT_BYTES_MAX } from "../limits.ts";
import { isUndamaged, readAttachment, writeAttachment } from "./attachment-value.ts";

/** An attachment under its id, which is the hash of its contents. */
export interface IdentifiedAttachment {
  readonly id: Uint8Array;
  readonly attachment: Attachment;
}

/** What stays off the chain, in a LevelDB of its own beside the ledger's (DESIGN §10). */
export interface AttachmentStore {
  /**
   * Resolves when all are on the disk: only then may they be acknowledged. What is asked for at the same time is
   * written in one synced batch; what is there already, undamaged, isn't written again.
   *
   * @throws JzError `attachment.mismatch {id}` (contents of another id), `attachment.too_long`, `attachment.write`
   */
  put(list: readonly IdentifiedAttachment[]): Promise<void>;
  /** @throws JzError `attachment.damaged {id}`, which a copy from another node repairs (`replace`) */
  get(id: Uint8Array): Attachment | undefined;
  /** Whether it is there and undamaged: a damaged one is missing, so that it is fetched and put again. */
  has(id: Uint8Array): boolean;
  /** Writes even what is there already: for damaged ones. */
  replace(attachment: IdentifiedAttachment): Promise<void>;
  close(): Promise<void>;
}

/** @throws JzError `attachment.locked {folder}` when another process has it open, `attachment.open {problem}` */
export async function openAttachmentStore(folder: string): Promise<AttachmentStore> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const level = new Level<Uint8Array, Uint8Array>(folder, {
    keyEncoding: "view",
    valueEncoding: "view",
    cacheSize: 8 * 1024 * 1024,
    writeBufferSize: 8 * 1024 * 1024,
    // Ciphertext doesn't compress, and after an erasure a search must be able to show that the bytes are gone.
    compression: false,
  });
  try {
    await level.open();
  } catch (error) {
    const cause = (error as { cause?: { code?: string; message?: string } }).cause;
    if (cause?.code === "LEVEL_LOCKED") throw new JzError("attachment.locked", "", { folder });
    throw new JzError("attachment.open", "", { folder, problem: String(cause?.message ?? error) });
  }
  return attachmentStore(level);
}

/** Over a database that is open. */
export function attachmentStore(database: Database): AttachmentStore {
  return new DatabaseAttachments(database);
}

interface Job {
  readonly list: readonly IdentifiedAttachment[];
  readonly done: () => void;
  readonly failed: (error: JzError) => void;
}

class DatabaseAttachments implements AttachmentStore {
  readonly #database: Database;
  #jobs: Job[] = [];
  #running: Promise<void> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  put(list: readonly IdentifiedAttachment[]): Promise<void> {
    return this.#write(list, false);
  }

  replace(attachment: IdentifiedAttachment): Promise<void> {
    return this.#write([attachment], true);
  }

  get(id: Uint8Array): Attachment | undefined {
    const value = this.#database.getSync(id);
    return value === undefined ? undefined : readAttachment(id, value);
  }

  has(id: Uint8Array): boolean {
    const value = this.#database.getSync(id);
    return value !== undefined && isUndamaged(id, value);
  }

  async close(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    await this.#database.close();
  }

  #write(list: readonly IdentifiedAttachment[], again: boolean): Promise<void> {
    const missing: IdentifiedAttachment[] = [];
    for (const item of list) {
      if (item.attachment.bytes.length > ATTACHMENT_BYTES_MAX) {
        const bytes = item.attachment.bytes.length;
        return Promise.reject(new JzError("attachment.too_long", "", { bytes, most: ATTACHMENT_BYTES_MAX }));
      }
      if (!equalBytes(attachmentId(item.attachment), item.id)) {
        return Promise.reject(new JzError("attachment.mismatch", "", { id: hex(item.id) }));
      }
      // A batch shows to readers only when it is synced, so what is there is durable.
      if (again || !this.has(item.id)) missing.push(item);
    }
    if (missing.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#jobs.push({ list: missing, done: resolve, failed: reject });
      this.#running ??= this.#run();
    });
  }

  async #run(): Promise<void> {
    while (this.#jobs.length > 0) {
      const jobs = this.#nextJobs();
      const batch = this.#database.batch();
      for (const { list } of jobs) {
        for (const { id, attachment } of list) batch.put(id, writeAttachment(id, attachment));
      }
      try {
        await batch.write({ sync: true });
        for (const job of jobs) job.done();
      } catch (error) {
        const problem = String((error as { cause?: unknown }).cause ?? error);
        for (const job of jobs) job.failed(new JzError("attachment.write", "", { problem }));
      }
    }
    this.#running = undefined;
  }

  /** Whole jobs, up to the size of a batch. */
  #nextJobs(): Job[] {
    let count = 0;
    let take = 0;
    while (take < this.#jobs.length && (take === 0 || count < ATTACHMENT_BATCH)) {
      count += this.#jobs[take++]!.list.length;
    }
    return this.#jobs.splice(0, take);
  }
}
