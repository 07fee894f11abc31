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
