import { useCall } from "../../ledger/queries.ts";

/** A division's name; its code until the name is read. */
export function Village({ code }: { code: string }) {
  const { data } = useCall("divisions.get", { params: { division: code } });
  return data?.data.name ?? code;
}
