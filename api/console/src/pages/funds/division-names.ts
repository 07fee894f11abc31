import { isDivisionCode, NATION, parentDivision } from "@jingzhun/ledger";
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { keyIdOf, useClient } from "../../ledger/client.tsx";
import { PAGE_MOST } from "./limits.ts";

/** Names of divisions, asked for by the division around them: a question for each township, not for every village. */
export function useDivisionNames(codes: readonly string[]): ReadonlyMap<string, string> {
  const client = useClient();
  const parents = [
    ...new Set(codes.filter((code) => isDivisionCode(code) && code !== NATION).map(parentDivision)),
  ].sort();
  const answers = useQueries({
    queries: parents.map((parent) => ({
      queryKey: ["call", keyIdOf(client), "divisions.list", { query: { parent, limit: PAGE_MOST } }],
      queryFn: () => client.call("divisions.list", { query: { parent, limit: PAGE_MOST } }),
    })),
  });
  const read = answers.flatMap(({ data }) => data?.items ?? []);
  const words = read.map(({ code, name }) => `${code} ${name}`).join("\n");
  // The map is another one only when a name is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are what was read
  return useMemo(() => new Map(read.map(({ code, name }) => [code, name])), [words]);
}
