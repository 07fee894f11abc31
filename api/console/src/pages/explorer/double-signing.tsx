import { Link } from "react-router";
import { QueryState } from "../../app/states.tsx";
import { TableHead } from "../../app/table-head.tsx";
import { TableScroll } from "../../app/table-scroll.tsx";
import { useCall } from "../../ledger/queries.ts";
import { OrganisationName } from "../../records/names.tsx";
import { RecordLink } from "../../records/record-link.tsx";
import { numberOf, timeOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { EVIDENCE_SHOWN } from "./limits.ts";
import { explorerTexts } from "./texts.ts";

/** Validators that signed two different things in one place, as the chain holds it for good. */
export function DoubleSigning() {
  const { t, language } = useTexts();
  const evidence = useCall("chain.evidence", { query: { limit: EVIDENCE_SHOWN } }, { live: true });
  const caption = t(explorerTexts.doubleSigningOf);
  const heads = [
    explorerTexts.organisation,
    explorerTexts.height,
    explorerTexts.reportedAt,
    explorerTexts.removal,
    explorerTexts.evidence,
  ];
  return (
    <section aria-labelledby="double-signing">
      <h2 id="double-signing">{t(explorerTexts.doubleSigning)}</h2>
      <QueryState query={evidence}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <p className="muted">{t(explorerTexts.noDoubleSigning)}</p>
          ) : (
            <>
              <TableScroll label={caption}>
                <table className="plain">
                  <caption className="muted">{caption}</caption>
                  <TableHead heads={heads} />
                  <tbody>
                    {items.map(({ id, organisation, height, reportedAt, proposal }) => (
                      <tr key={id}>
                        <th scope="row">
                          <OrganisationName id={organisation} />
                        </th>
                        <td className="number">
                          <Link to={`/explorer/blocks/${height}`}>{numberOf(height, language)}</Link>
                        </td>
                        <td>{timeOf(reportedAt, language)}</td>
                        <td>
                          {proposal === undefined ? (
                            t(explorerTexts.leftAlready)
                          ) : (
                            <RecordLink recordKey={`governance/proposals/${proposal}`} text={proposal} />
                          )}
                        </td>
                        <td>
                          <RecordLink recordKey={`governance/evidence/${id}`} text={id.slice(0, 8)} />
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </TableScroll>
              {nextCursor === undefined ? null : (
                <p>
                  <Link to="/record-lists/evidence">{t(explorerTexts.allEvidence)}</Link>
                </p>
              )}
            </>
          )
        }
      </QueryState>
    </section>
  );
}
