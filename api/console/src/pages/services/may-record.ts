import { mayTry, useDescription, useReader } from "../../ledger/reader.ts";

/** Has the reader a role that records services? Whether for a certain household the node judges. */
export function useMayRecord(): boolean {
  const { reader } = useReader();
  const description = useDescription();
  const rows = description.data?.data.actions.find(({ type }) => type === "service.record")?.permission;
  return reader !== undefined && rows !== undefined && mayTry(rows, reader);
}
