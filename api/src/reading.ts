import { type AnyRecordType, type Parts, recordKey, toBase64 } from "@jingzhun/ledger";
import type { z } from "zod";
import type { NodeAccess } from "./node-access.ts";
import { HttpProblem } from "./problem.ts";
import type { ProofAnswer } from "./route.ts";

/** The current value of a record, with its version; undefined when it doesn't exist or was deleted. */
export function read<T extends AnyRecordType>(
  access: NodeAccess,
  type: T,
  parts: Parts,
  height?: number,
): { value: z.output<T["schema"]>; version: number; key: string } | undefined {
  const key = keyOf(type, parts);
  if (key === undefined) return undefined;
  const found = height === undefined ? access.record(key) : access.recordAt(key, height);
  if (found?.value === undefined) return undefined;
  return { value: found.value as z.output<T["schema"]>, version: found.version, key };
}

/** The key of a record; undefined when a part from the URL can't be in any key. */
function keyOf(type: AnyRecordType, parts: Parts): string | undefined {
  for (const part of Object.values(parts)) if (!/^[A-Za-z0-9._-]{1,80}$/.test(String(part))) return undefined;
  return recordKey(type, parts);
}

/** Proof of the current value, as the SDK checks it. Throws 404 when the key never had an entry. */
export async function proofOf(access: NodeAccess, key: string): Promise<ProofAnswer> {
  const proved = await access.prove(key);
  if (proved === undefined) throw notFound();
  const { proof, header, certificate } = proved;
  return {
    proof: toBase64(proof),
    header: toBase64(header),
    ...(certificate === undefined ? {} : { certificate: toBase64(certificate) }),
  };
}

/** Not there, or not for this reader: the same answer, so that nobody learns which. */
export function notFound(path = ""): HttpProblem {
  return new HttpProblem(404, "record.not_found", path);
}

/** Rejects a past height that this node can't answer for. */
export function checkPast(access: NodeAccess, height: number | undefined): void {
  if (height === undefined) return;
  const head = access.head().height;
  if (height > head) throw new HttpProblem(503, "behind", "height", { minHeight: height, height: head });
}
