import type { Routes } from "@jingzhun/client-sdk";
import { useSession } from "../session/session.tsx";
import { useCall } from "./queries.ts";

/** Who is signed in, as the ledger says now. */
export type Reader = Routes["auth.me"]["response"]["data"];
type Described = Routes["chain.actions"]["response"]["data"];
export type ActionDescription = Described["actions"][number];
export type Refusals = Described["refusals"];

/** A permission row; the API gives organisation kinds and states beside what its type names. */
interface Row {
  role: string;
  jurisdiction: string;
  organisationKinds?: readonly string[];
}

export function useReader() {
  const { session } = useSession();
  const signedIn = session.state === "in";
  const query = useCall("auth.me", {}, { enabled: signedIn, live: true });
  return { ...query, reader: signedIn ? query.data?.data : undefined };
}

/** The words of permission rows for what the reader is. */
export function roleWords(reader: Pick<Reader, "kind" | "roles">): string[] {
  if (reader.kind === "admin") return ["admin_key"];
  if (reader.kind === "household") return ["household"];
  return [...new Set(reader.roles.map(({ role }) => role))];
}

/** Might some row let the reader do it? Jurisdiction and state depend on the object; the node judges them. */
export function mayTry(
  rows: readonly Row[],
  reader: Pick<Reader, "kind" | "roles" | "organisationKind">,
): boolean {
  const words = roleWords(reader);
  return rows.some(
    ({ role, organisationKinds }) =>
      words.includes(role) &&
      (organisationKinds === undefined || organisationKinds.includes(reader.organisationKind)),
  );
}

/** Modules, actions, record types and refusal texts. They change with the software alone, so they're kept. */
export function useDescription() {
  return useCall("chain.actions", {}, {});
}
