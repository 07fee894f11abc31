import { type Action, encode, hex, type Key, toBase64, type Value } from "@jingzhun/ledger";
import { z } from "zod";
import type { NodeAccess, RecordVersion } from "./node-access.ts";
import { anyValue, bytes, wholeNumber } from "./wire.ts";

/** Versions on a page: each needs its block read, so fewer than in other lists. */
const HISTORY_PAGE_DEFAULT = 20;
const HISTORY_PAGE_MAX = 50;

export const historyQuery = {
  limit: wholeNumber(HISTORY_PAGE_MAX, 1).default(HISTORY_PAGE_DEFAULT),
  cursor: z
    .string()
    .regex(/^[1-9][0-9]{0,9}$/)
    .optional()
    .describe("nextCursor of the page before"),
};

/** One version: who changed which fields, from what to what, when, in which transaction, and why. */
export const historyItem = z.object({
  version: z.int(),
  height: z.int(),
  time: z.int().describe("Block time, ms UTC"),
  txId: bytes.optional().describe("Absent for changes by a due entry or at a block's end"),
  by: z
    .object({
      keyId: z.string(),
      organisation: z
        .string()
        .optional()
        .describe("Whose key it is; of a household's key, who registered it"),
      operator: z.string().optional(),
      household: z.string().optional(),
    })
    .optional(),
  actions: z.array(z.string()),
  reason: z.string().optional(),
  changed: z.array(
    z.object({
      field: z.string().describe("With the fields around it: `facts.debtFen`"),
      from: anyValue,
      to: anyValue,
    }),
  ),
  deleted: z.boolean(),
});

/** A page of a record's complete history, newest first. */
export async function historyPage(
  access: NodeAccess,
  key: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<{ items: z.input<typeof historyItem>[]; nextCursor?: string }> {
  const before = query.cursor === undefined ? {} : { before: Number(query.cursor) };
  // One more than asked for: what the last one changed from.
  const versions = access.history(key, { ...before, limit: query.limit + 1 });
  const page = versions.slice(0, query.limit);
  const items = await Promise.all(page.map((version, i) => itemOf(access, key, version, versions[i + 1])));
  const last = page.at(-1);
  return {
    items,
    ...(versions.length > page.length && last !== undefined ? { nextCursor: String(last.version) } : {}),
  };
}

async function itemOf(
  access: NodeAccess,
  key: string,
  version: RecordVersion,
  previous: RecordVersion | undefined,
): Promise<z.input<typeof historyItem>> {
  const block = await access.block(version.height);
  const txId = block?.ids[version.txIndex];
  const body = block?.bodies[version.txIndex];
  const keyId = body === undefined ? undefined : hex(body.senderKeyId);
  const signer = keyId === undefined ? undefined : (access.record(`key/${keyId}`)?.value as Key | undefined);
  const reason = reasonOf(body?.actions ?? [], key);
  return {
    version: version.version,
    height: version.height,
    time: block?.header.timestamp ?? 0,
    txId,
    by:
      keyId === undefined
        ? undefined
        : {
            keyId,
            organisation: signer?.organisation,
            operator: signer?.operator,
            household: signer?.household,
          },
    actions: [...new Set((body?.actions ?? []).map(([type]) => type))],
    reason,
    changed: differences(previous?.value, version.value),
    deleted: version.value === undefined,
  };
}

/**
 * Why a transaction changed a record (`household/H1`, `household/H1/payments/2`). A transaction may act on several
 * records, each for a reason of its own: the one of the action that names this record's ids.
 */
export function reasonOf(actions: readonly Action[], key: string): string | undefined {
  const ids = key.split("/").filter((_, at) => at % 2 === 1);
  const acts = actions.length === 1 ? actions : actions.filter(([, it]) => ids.every((id) => names(it, id)));
  return acts.map(([, { reason }]) => reason).find((reason) => typeof reason === "string");
}

function names(value: Value, id: string): boolean {
  if (typeof value === "number") return String(value) === id;
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value === id;
  return Object.values(value).some((part) => names(part, id));
}

/** Fields in which two versions of a record differ, each with the fields around it; a list is one value. */
function differences(
  before: Value | undefined,
  after: Value | undefined,
): { field: string; from: Value; to: Value }[] {
  const from = fieldsOf(before);
  const to = fieldsOf(after);
  return [...new Set([...from.keys(), ...to.keys()])]
    .sort()
    .map((field) => ({ field, from: from.get(field) ?? null, to: to.get(field) ?? null }))
    .filter((change) => !sameValue(change.from, change.to));
}

function fieldsOf(value: Value | undefined): Map<string, Value> {
  const fields = new Map<string, Value>();
  const collect = (at: Value, path: string) => {
    if (!isMap(at)) fields.set(path, at);
    else for (const [name, part] of Object.entries(at)) collect(part, path === "" ? name : `${path}.${name}`);
  };
  if (value !== undefined) collect(value, "");
  return fields;
}

function isMap(value: Value): value is { [key: string]: Value } {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

function sameValue(a: Value, b: Value): boolean {
  return toBase64(encode(a)) === toBase64(encode(b));
}
