import { Link } from "react-router";
import { numberOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import type { WaitingList } from "./open-steps.ts";
import { LIST_NAMES, useWaiting } from "./waiting.ts";
import { waitingTexts } from "./waiting-texts.ts";

/** The payments that wait for one step of the reader's, counted. */
export function WaitingCard({ list }: { list: WaitingList }) {
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
