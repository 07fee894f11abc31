import type { Client, RouteInput, RouteName, Routes } from "@jingzhun/client-sdk";
import { type UseQueryResult, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { keyIdOf, useClient } from "./client.tsx";

export interface CallOptions {
  enabled?: boolean;
  /** Read anew when a block brings transactions. */
  live?: boolean;
  retry?: boolean;
  /** ms */
  refetchInterval?: number;
}

/** Key of a read in the cache: nobody is shown what another key read. */
function keyOf(client: Client, name: string, input: unknown): unknown[] {
  return ["call", keyIdOf(client), name, input];
}

/**
 * A route of the API by its name, typed; the answer has `height` and `blockTime` beside its data (see AsOf). Signs in,
 * fails over and never reads from before what was seen: the SDK does.
 */
export function useCall<N extends RouteName>(
  name: N,
  input: RouteInput<N>,
  options: CallOptions = {},
): UseQueryResult<Routes[N]["response"], Error> {
  const client = useClient();
  const { live = false, ...rest } = options;
  return useQuery({
    queryKey: keyOf(client, name, input),
    queryFn: () => client.call(name, input),
    meta: { live },
    ...rest,
  });
}

/** Names of routes that answer a list, page by page. */
type ListName = {
  [N in RouteName]: Routes[N]["response"] extends { nextCursor: string | null; items: unknown[] } ? N : never;
}[RouteName];
export type ItemOf<N extends ListName> = Routes[N]["response"]["items"][number];

/** A list of the API, page by page as the node gives them: `items` so far, `fetchNextPage` while `hasNextPage`. */
export function useCallPages<N extends ListName>(name: N, input: RouteInput<N>, options: CallOptions = {}) {
  const client = useClient();
  const { live = false, ...rest } = options;
  const query = useInfiniteQuery({
    queryKey: [...keyOf(client, name, input), "pages"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => {
      const { query: asked = {} } = input as { query?: object };
      const paged = pageParam === undefined ? asked : { ...asked, cursor: pageParam };
      return client.call(name, { ...input, query: paged } as RouteInput<N>);
    },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    meta: { live },
    ...rest,
  });
  const items = query.data?.pages.flatMap((page) => page.items as ItemOf<N>[]);
  return { ...query, items, latest: query.data?.pages.at(-1) };
}
