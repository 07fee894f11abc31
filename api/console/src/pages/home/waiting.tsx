import { withinDivision } from "@jingzhun/ledger";
import { Link } from "react-router";
import { useCallPages } from "../../ledger/queries.ts";
import { useDescription, useReader } from "../../ledger/reader.ts";
import { numberOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { useWaitingLists } from "../funds/waiting.ts";
import { WaitingCard } from "../funds/waiting-card.tsx";
import { waitingTexts } from "../funds/waiting-texts.ts";
import { fitting } from "../households/steps.ts";
import { homeTexts } from "./texts.ts";

/** Files that are counted; more are "more than". */
const COUNTED = 100;
/** ms between two looks: not with each block */
const LOOK_MS = 30_000;
/** State of the files on which somebody has to decide, and the decision. */
const APPLIED = "applied";
const DECISION = "household.approve";

/** Divisions whose new files the reader decides on. */
function useDecidedDivisions(): string[] {
  const { reader } = useReader();
  const approve = useDescription().data?.data.actions.find(({ type }) => type === DECISION);
  if (reader === undefined || approve === undefined) return [];
  const words = fitting(approve.permission, APPLIED).map(({ role }) => role);
  const divisions = reader.roles.filter(({ role }) => words.includes(role)).map(({ division }) => division);
  return [...new Set(divisions)].filter(
    (one) => !divisions.some((other) => other !== one && withinDivision(one, other)),
  );
}

function FilesCard({ division }: { division: string }) {
  const { t, language } = useTexts();
  const { items, error, hasNextPage } = useCallPages(
    "households.list",
    { query: { division, state: APPLIED, limit: COUNTED } },
    { refetchInterval: LOOK_MS },
  );
  const count =
    items === undefined
      ? t(error === null ? waitingTexts.openInbox : waitingTexts.unread)
      : t(hasNextPage ? homeTexts.filesMore : homeTexts.files, { count: numberOf(items.length, language) });
  return (
    <Link className="card-link" to={`/households?division=${division}&state=${APPLIED}`}>
      <strong>
        {t(homeTexts.newFiles)} · {count}
      </strong>
    </Link>
  );
}

/** What waits for the reader, counted. Nothing for whom nothing can wait. */
export function Waiting() {
  const { t } = useTexts();
  const lists = useWaitingLists() ?? [];
  const divisions = useDecidedDivisions();
  if (lists.length + divisions.length === 0) return null;
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{t(waitingTexts.waitingTasks)}</h2>
      <ul className="cards">
        {divisions.map((division) => (
          <li key={division}>
            <FilesCard division={division} />
          </li>
        ))}
        {lists.map((list) => (
          <li key={`${list.act} ${list.division}`}>
            <WaitingCard list={list} />
          </li>
        ))}
      </ul>
    </section>
  );
}
