import { useSearchParams } from "react-router";
import { useReader } from "../../ledger/reader.ts";
import { DivisionCascade } from "../households/division-cascade.tsx";
import { widestOf } from "../overview/figures.ts";
import { readsFunds } from "./open-steps.ts";

/** The division that a page is about, from its address or the reader's own; undefined where funds aren't told. */
export function useScope() {
  const { reader } = useReader();
  const [search, setSearch] = useSearchParams();
  const own = widestOf(
    (reader?.roles ?? [])
      .map(({ division }) => division)
      .filter((division) => reader !== undefined && readsFunds(reader, division)),
  );
  const set = (name: string, value: string) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      if (value === "") next.delete(name);
      else next.set(name, value);
      return next;
    });
  return { own, division: search.get("division") ?? own ?? "", search, set };
}

export function ScopeChoice({ scope }: { scope: ReturnType<typeof useScope> }) {
  const { own, division, set } = scope;
  if (own === undefined) return null;
  return <DivisionCascade own={own} value={division} onChange={(code) => set("division", code)} />;
}
