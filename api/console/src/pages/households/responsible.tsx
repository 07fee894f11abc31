import { NotFoundError } from "@jingzhun/client-sdk";
import { Link } from "react-router";
import { Failure } from "../../app/states.tsx";
import { useCall } from "../../ledger/queries.ts";
import { dateOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { householdTexts } from "./texts.ts";

interface Assignment {
  readonly operator: string;
  readonly from: string;
  readonly until?: string;
  readonly by: string;
}

/** Who is in charge of the household, and who was: from when until when, put in charge by whom. */
export function Responsible({ household, now }: { household: string; now: readonly string[] }) {
  const { t, language } = useTexts();
  const key = `household/${household}/assignments`;
  const record = useCall("chain.record", { query: { key } }, { live: true, retry: false });
  const value = record.data?.data.value as { list?: readonly Assignment[] } | undefined;
  const list = [...(value?.list ?? [])].reverse();
  return (
    <>
      <p>
        {now.length === 0 ? (
          <span className="muted">{t(householdTexts.noResponsible)}</span>
        ) : (
          now.map((operator) => (
            <Link key={operator} to={`/services?operator=${operator}`}>
              {operator}{" "}
            </Link>
          ))
        )}
      </p>
      {record.error === null || record.error instanceof NotFoundError ? null : (
        <Failure error={record.error} />
      )}
      {list.length === 0 ? null : (
        <details>
          <summary>{t(householdTexts.assignments)}</summary>
          <ul>
            {list.map(({ operator, from, until, by }) => (
              <li key={`${operator} ${from}`}>
                {t(until === undefined ? householdTexts.assignedSince : householdTexts.assignedUntil, {
                  operator,
                  from: dateOf(from, language),
                  until: until === undefined ? "" : dateOf(until, language),
                  by,
                })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
