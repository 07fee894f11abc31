import { civilDateOf, hex, type Key, type Operator, type Organisation } from "@jingzhun/ledger";
import type { NodeAccess } from "../node-access.ts";
import type { ReadRole } from "../permission/permission.ts";

/** Who is asking, as the state at the head says; looked up for each request, so a revoked key ends at once. */
export interface Reader {
  /** hex */
  keyId: string;
  kind: "operator" | "admin" | "household";
  organisation: string;
  organisationKind: string;
  operator?: string;
  household?: string;
  /** Roles in force now. */
  roles: { role: ReadRole; division: string }[];
}

/** The public key registered under this id, in whatever state; undefined when there is none. */
export function publicKeyOf(access: NodeAccess, keyId: string): Uint8Array | undefined {
  return keyOf(access, keyId)?.publicKey;
}

function keyOf(access: NodeAccess, keyId: string): Key | undefined {
  return access.record(`key/${keyId}`)?.value as Key | undefined;
}

/**
 * The reader behind a key, by the node's clock; undefined when the key, its operator or its organisation
 * isn't active, or the key isn't one that reads (consensus, network).
 */
export function readerOf(access: NodeAccess, keyId: string): Reader | undefined {
  const key = keyOf(access, keyId);
  const now = access.now();
  if (key === undefined || key.status !== "active") return undefined;
  if (key.expiresAt !== undefined && key.expiresAt <= now) return undefined;
  const organisation = access.record(`organisation/${key.organisation}`)?.value as Organisation | undefined;
  if (organisation === undefined || organisation.status !== "active") return undefined;
  const base = { keyId, organisation: key.organisation, organisationKind: organisation.kind };
  switch (key.kind) {
    case "admin": {
      // An organisation may have dropped the key without revoking it.
      if (!organisation.adminKeys.some((id) => hex(id) === keyId)) return undefined;
      return { ...base, kind: "admin", roles: [{ role: "admin_key", division: organisation.division }] };
    }
    case "household": {
      if (key.household === undefined) return undefined;
      const roles: Reader["roles"] = [{ role: "household", division: organisation.division }];
      return { ...base, kind: "household", household: key.household, roles };
    }
    case "operator": {
      if (key.operator === undefined) return undefined;
      const operator = access.record(`operator/${key.operator}`)?.value as Operator | undefined;
      if (operator === undefined || operator.status !== "active") return undefined;
      if (hex(operator.keyId) !== keyId) return undefined;
      const today = civilDateOf(now);
      const roles = operator.roles
        .filter((held) => held.until === undefined || held.until >= today)
        .map(({ role, division }) => ({ role, division }));
      return { ...base, kind: "operator", operator: key.operator, roles };
    }
    default:
      return undefined;
  }
}
