import { useCall } from "../../ledger/queries.ts";

/** An organisation's name; its id until it is read, or where it can't be. */
export function OrganisationName({ id }: { id: string }) {
  const { data } = useCall(
    "organisations.get",
    { params: { organisation: id } },
    { enabled: id !== "", retry: false },
  );
  return <span title={id}>{data?.data.name ?? id}</span>;
}
