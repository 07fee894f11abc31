import { QueryState } from "../../app/states.tsx";
import { factsSchema } from "../../forms/restricted-facts.ts";
import { useCall } from "../../ledger/queries.ts";
import { RecordLink } from "../../records/record-link.tsx";
import { Facts, Value } from "../../records/value.tsx";
import { useTexts } from "../../texts/language.tsx";
import { allFields } from "./all-fields.ts";
import { Changes } from "./part.tsx";
import { householdTexts } from "./texts.ts";

/** Each member: since when, what describes them for those entitled, and that part's history. */
export function Members({ household }: { household: string }) {
  const { t } = useTexts();
  const members = useCall("households.members", { params: { household } }, { live: true });
  return (
    <QueryState query={members}>
      {({ items }) => (
        <ul className="cards">
          {items.map(({ id, since, restricted }) => (
            <li key={id} className="panel">
              <h4>
                {restricted === undefined ? null : (
                  <>
                    <Value name="relation" value={restricted.facts.relation} />{" "}
                  </>
                )}
                <RecordLink recordKey={`person/${id}`} text={id} />
              </h4>
              {restricted === undefined ? (
                <>
                  <Facts fields={{ since }} record="person" />
                  <p className="muted">{t(householdTexts.closed)}</p>
                </>
              ) : (
                <>
                  <Facts
                    fields={{
                      since,
                      ...allFields(factsSchema({ personId: id }), restricted.facts),
                      effectiveDate: restricted.effectiveDate,
                    }}
                    record="person_restricted"
                  />
                  <Changes
                    recordKey={`person/${id}/restricted`}
                    record="person_restricted"
                    household={household}
                  />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </QueryState>
  );
}
