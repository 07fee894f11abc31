import { LIVE_STATES } from "@jingzhun/ledger";
import { Link } from "react-router";
import { type ItemOf, useCallPages } from "../../ledger/queries.ts";
import type { Reader } from "../../ledger/reader.ts";
import { DivisionName } from "../../records/names.tsx";
import { Value } from "../../records/value.tsx";
import { useTexts } from "../../texts/language.tsx";
import { serviceTexts } from "./texts.ts";

/** Households that somebody records services of: those in their charge. */
export function useOwnHouseholds(reader: Reader | undefined, limit: number) {
  const division = reader?.roles[0]?.division;
  return useCallPages(
    "households.list",
    { query: { division: division ?? "", responsible: reader?.operator ?? "", limit } },
    { enabled: division !== undefined && reader?.operator !== undefined, live: true },
  );
}

type Household = ItemOf<"households.list">;

/** Files that are worked on: of a closed one no service can be recorded. */
export function openFiles(items: readonly Household[]): Household[] {
  return items.filter(({ registration }) => LIVE_STATES.includes(registration));
}

/** Households as cards that lead to the form of a service. */
export function ServiceLinks({ items }: { items: readonly Household[] }) {
  const { t } = useTexts();
  return (
    <ul className="cards">
      {items.map(({ id, division, kind, members, cause }) => (
        <li key={id}>
          <Link className="card-link" to={`/services/new?householdId=${id}`}>
            <span className="visually-hidden">{t(serviceTexts.record)}</span>
            <strong className="mono">{id}</strong>
            <span>
              <DivisionName code={division} /> · {t(serviceTexts.people, { count: members.length })}
            </span>
            <span className="muted">
              <Value name="kind" value={kind} record="household" /> · <Value name="main" value={cause.main} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
