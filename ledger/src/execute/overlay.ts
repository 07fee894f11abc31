import type { Value } from "../bytes/codec.ts";
import type { AnyRecordType } from "../domain/module.ts";
import type { Attachment } from "../transaction/attachment.ts";
import { decodedValue } from "./frozen.ts";
import type { CurrentRecord, NewEntry, StateView } from "./state.ts";

/**
 * The view couldn't read (a damaged disk, say): neither the sender's doing nor a rule's, so it must end the
 * block and never become a rejection or a failed due entry. The executor throws its cause on.
 */
export class StateUnreadable extends Error {
  constructor(cause: unknown) {
    super("state can't be read", { cause });
  }
}

/** State as a block leaves it so far: the parent's, and over it what the block's units changed. */
export class Overlay {
  readonly parent: StateView;
  readonly #changed = new Map<string, NewEntry>();

  constructor(parent: StateView) {
    this.parent = parent;
  }

  /** Throws StateUnreadable. */
  get(key: string): CurrentRecord | undefined {
    const changed = this.#changed.get(key);
    if (changed !== undefined) return changed;
    try {
      return this.parent.get(key);
    } catch (error) {
      throw new StateUnreadable(error);
    }
  }

  /** The entry by which the block changed the record last, if it did. */
  changed(key: string): NewEntry | undefined {
    return this.#changed.get(key);
  }

  /** Returns the block's entry of this record before. */
  set(key: string, entry: NewEntry): NewEntry | undefined {
    const before = this.#changed.get(key);
    this.#changed.set(key, entry);
    return before;
  }
}

/** A record that a unit changed. */
export interface Write {
  readonly key: string;
  readonly type: AnyRecordType;
  /** Before the unit. */
  readonly before: CurrentRecord | undefined;
  /** undefined: deleted. */
  value: Value | undefined;
  /** Whose attachments salt it; restricted records only. */
  readonly subject: string;
}

export interface Count {
  readonly division: string;
  readonly period: string;
  readonly deltas: { readonly [counter: string]: number };
  readonly restricted: boolean;
}

/** Shared by all units without attachments: nothing can be bound in them. */
const NO_ATTACHMENTS: ReadonlyMap<string, Attachment | undefined> = new Map();
const NOTHING_BOUND = new Map<string, string>();

/**
 * What one due entry, one transaction or the block's end does, held back until it is sure: dropping the
 * unit undoes it exactly.
 */
export class Unit {
  readonly overlay: Overlay;
  /** By key. */
  readonly writes = new Map<string, Write>();
  readonly events: { type: string; data: { [key: string]: Value } }[] = [];
  readonly counts: Count[] = [];
  /** Restricted attachment (hex id) → the subject it belongs to. */
  readonly bound: Map<string, string>;
  /** Of the transaction, in body order. */
  readonly attachments: ReadonlyMap<string, Attachment | undefined>;
  cost = 0;
  /** An action read restricted data, so what the unit costs may tell something of it. */
  tainted = false;

  constructor(overlay: Overlay, attachments: ReadonlyMap<string, Attachment | undefined> = NO_ATTACHMENTS) {
    this.overlay = overlay;
    this.attachments = attachments;
    this.bound = attachments.size === 0 ? NOTHING_BOUND : new Map();
  }

  read(key: string): Value | undefined {
    const write = this.writes.get(key);
    return write === undefined ? decodedValue(this.overlay.get(key)) : write.value;
  }

  /** `value` must be frozen. */
  write(type: AnyRecordType, key: string, value: Value | undefined, subject: string): void {
    const write = this.writes.get(key);
    if (write !== undefined) {
      write.value = value;
      return;
    }
    const before = this.overlay.get(key);
    if (value === undefined && before?.value === undefined) return;
    this.writes.set(key, { key, type, before, value, subject });
  }

  /** Salts of the attachments bound to a subject, in body order. */
  saltsOf(subject: string): Uint8Array[] {
    const salts: Uint8Array[] = [];
    if (this.bound.size === 0) return salts;
    for (const [id, attachment] of this.attachments) {
      if (attachment !== undefined && this.bound.get(id) === subject) salts.push(attachment.salt);
    }
    return salts;
  }
}
