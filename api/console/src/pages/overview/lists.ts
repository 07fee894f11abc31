type ListKind = "households" | "indicators" | "payments" | "services";

/** The page that shows each list, and the generic list of the records behind it. */
const LISTS: { readonly [kind in ListKind]: { readonly page: string; readonly records: string } } = {
  households: { page: "/households", records: "household" },
  indicators: { page: "/funds", records: "indicator" },
  payments: { page: "/funds/payments", records: "payment" },
  services: { page: "/services", records: "service" },
};

/** The address of a division's list: its own page where the console has one, else the generic list. */
export function listAddress(
  paths: readonly string[],
  kind: ListKind,
  division: string,
  filter: { readonly [name: string]: string } = {},
): string {
  const { page, records } = LISTS[kind];
  if (!paths.includes(page)) return `/record-lists/${records}?${new URLSearchParams({ division })}`;
  return `${page}?${new URLSearchParams({ division, ...filter })}`;
}
