import { Button } from "antd";
import { Link } from "react-router";
import { Failure, Loading } from "../../app/states.tsx";
import { appTexts } from "../../app/texts.ts";
import { useCallPages } from "../../ledger/queries.ts";
import { mayTry, useDescription, useReader } from "../../ledger/reader.ts";
import { Facts } from "../../records/value.tsx";
import { useTexts } from "../../texts/language.tsx";
import { householdTexts } from "./texts.ts";

const CONFIRM = "household.confirmCorrection";

/** What was asked to be put right in the file, and how it was decided. */
export function Corrections({ household }: { household: string }) {
  const { t } = useTexts();
  const { reader } = useReader();
  const description = useDescription();
  const { items, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useCallPages(
    "households.corrections",
    { params: { household } },
    { live: true },
  );
  if (items === undefined)
    return error === null ? <Loading rows={1} /> : <Failure error={error} retry={() => void refetch()} />;
  if (items.length === 0) return <p className="muted">{t(householdTexts.noCorrections)}</p>;
  const rows = description.data?.data.actions.find(({ type }) => type === CONFIRM)?.permission ?? [];
  const mayDecide = reader !== undefined && mayTry(rows, reader);
  return (
    <>
      <ul className="cards">
        {items.map(({ n, versions: _, ...fields }) => (
          <li key={n} className="panel">
            <strong>#{n}</strong>
            <Facts fields={fields} record="correction" />
            {mayDecide && fields.decidedOn === undefined ? (
              <Link to={`/actions/${CONFIRM}?householdId=${household}&n=${n}`}>
                {t(householdTexts.decideCorrection)}
              </Link>
            ) : null}
          </li>
        ))}
      </ul>
      {hasNextPage ? (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t(appTexts.more)}
        </Button>
      ) : null}
    </>
  );
}
