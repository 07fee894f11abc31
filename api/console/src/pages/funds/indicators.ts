import { useEffect } from "react";
import { useCallPages } from "../../ledger/queries.ts";
import { INDICATOR_PAGES_MAX, PAGE_MOST } from "./limits.ts";

/** Every indicator of a division, page after page as far as the tree reads. */
export function useIndicators(division: string, year: number | undefined, enabled = true) {
  const pages = useCallPages(
    "funds.indicators",
    { query: { division, limit: PAGE_MOST, ...(year === undefined ? {} : { year }) } },
    { live: true, enabled },
  );
  const { hasNextPage, isFetching, fetchNextPage, data, error } = pages;
  const read = data?.pages.length ?? 0;
  const goesOn = hasNextPage && read < INDICATOR_PAGES_MAX;
  useEffect(() => {
    if (goesOn && !isFetching && error === null) void fetchNextPage();
  }, [goesOn, isFetching, error, fetchNextPage]);
  return { ...pages, goesOn, cut: hasNextPage && !goesOn };
}
