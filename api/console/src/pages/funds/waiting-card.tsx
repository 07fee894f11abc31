import { Link } from "react-router";
import { numberOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import type { WaitingList } from "./open-steps.ts";
import { LIST_NAMES, useWaiting, useWaitingLists } from "./waiting.ts";
import { waitingTexts } from "./waiting-texts.ts";

function Card({ list }: { list: WaitingList }) {
  const { t, language } = useTexts();
  const { mine, error, hasNextPage } = useWaiting(list, false);
  const count =
    mine === undefined
      ? t(error === null ? waitingTexts.openInbox : waitingTexts.unread)
      : t(hasNextPage ? waitingTexts.countMore : waitingTexts.count, {
          count: numberOf(mine.length, language),
        });
  return (
    <Link className="card-link" to={`/funds/inbox#${list.state}`}>
      <strong>
        {t(LIST_NAMES[list.act])} · {count}
      </strong>
    </Link>
  );
}

/** What waits for the reader, counted: on the home page. Nothing for whom no money can wait. */
export function WaitingCards() {
  const { t } = useTexts();
  const lists = useWaitingLists() ?? [];
  if (lists.length === 0) return null;
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{t(waitingTexts.waitingTasks)}</h2>
      <ul className="cards">
        {lists.map((list) => (
          <li key={`${list.act} ${list.division}`}>
            <Card list={list} />
          </li>
        ))}
      </ul>
    </section>
  );
}
