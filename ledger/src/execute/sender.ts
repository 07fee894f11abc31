import { accessRecords } from "../domain/access/records.ts";
import type { Key, Operator, Organisation } from "../domain/access/schema.ts";
import type { HeldRole, Sender } from "../domain/permission.ts";
import { Refusal } from "../domain/refusal.ts";
import { decodedValue } from "./frozen.ts";
import type { Overlay } from "./overlay.ts";
import type { NewEntry } from "./state.ts";

interface Known {
  readonly sender: Sender;
  /** Keys of the records behind, and the entries by which the block had changed them. */
  readonly keys: readonly string[];
  readonly entries: readonly (NewEntry | undefined)[];
}

/** Who signs in a block, looked up once as long as the block doesn't change the records behind. */
export class Senders {
  readonly #overlay: Overlay;
  readonly #at: { readonly time: number; readonly date: string };
  readonly #known = new Map<string, Known>();
  readonly #registered = new Map<string, boolean>();

  constructor(overlay: Overlay, at: { readonly time: number; readonly date: string }) {
    this.#overlay = overlay;
    this.#at = at;
  }

  /** Throws what `resolveSender` throws. */
  resolve(keyId: string): Sender {
    const known = this.#known.get(keyId);
    if (known?.keys.every((key, i) => this.#overlay.changed(key) === known.entries[i])) return known.sender;
    const keys: string[] = [];
    const entries: (NewEntry | undefined)[] = [];
    const read: Read = (key) => {
      keys.push(key);
      entries.push(this.#overlay.changed(key));
      return decodedValue(this.#overlay.get(key));
    };
    const sender = resolveSender(read, keyId, this.#at);
    this.#known.set(keyId, { sender, keys, entries });
    return sender;
  }

  /** Does the parent state know the key, active or not? Else its signature can't have been checked. */
  isRegistered(keyId: string): boolean {
    let registered = this.#registered.get(keyId);
    if (registered === undefined) {
      registered = this.#overlay.parent.get(accessRecords.key(keyId))?.value !== undefined;
      this.#registered.set(keyId, registered);
    }
    return registered;
  }
}

/** Reads a record's decoded value by key. */
type Read = (key: string) => unknown;

/**
 * Who signed, as state says. Throws Refusal `key.unknown`, `key.revoked`, `key.suspended`, `key.expired`,
 * `key.kind`, `operator.inactive` or `organisation.inactive`.
 *
 * @param at block time, ms, and its civil date
 */
function resolveSender(
  read: Read,
  keyId: string,
  at: { readonly time: number; readonly date: string },
): Sender {
  const key = read(accessRecords.key(keyId)) as Key | undefined;
  if (key === undefined) throw new Refusal("key.unknown", "");
  if (key.status !== "active") throw new Refusal(`key.${key.status}`, "");
  if (key.expiresAt !== undefined && key.expiresAt <= at.time) throw new Refusal("key.expired", "");
  if (key.kind === "network") throw new Refusal("key.kind", "");
  const organisation = read(accessRecords.organisation(key.organisation)) as Organisation | undefined;
  // A household keeps its own say when the office that registered its key is closed.
  if (key.kind !== "household" && organisation?.status !== "active")
    throw new Refusal("organisation.inactive", "");
  const base = {
    keyId,
    kind: key.kind,
    organisation: key.organisation,
    organisationKind: organisation?.kind ?? "",
    organisationDivision: organisation?.division ?? "",
  };
  if (key.kind === "household") {
    return { ...base, household: key.household!, roles: NO_ROLES, actor: `household/${key.household}` };
  }
  if (key.kind !== "operator") return { ...base, roles: NO_ROLES, actor: `${key.kind}/${key.organisation}` };
  const operator = read(accessRecords.operator(key.operator!)) as Operator | undefined;
  if (operator?.status !== "active") throw new Refusal("operator.inactive", "");
  const roles = operator.roles.every((held) => inForce(held, at.date))
    ? operator.roles
    : operator.roles.filter((held) => inForce(held, at.date));
  return { ...base, operator: key.operator!, roles, actor: `operator/${key.operator}` };
}

const NO_ROLES: readonly HeldRole[] = [];

function inForce(held: HeldRole, date: string): boolean {
  return held.until === undefined || date <= held.until;
}
