import { Link } from "react-router";
import { Nothing } from "../../app/states.tsx";
import { useLive } from "../../ledger/live.tsx";
import { useCall } from "../../ledger/queries.ts";
import { numberOf, timeOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { overviewTexts } from "./texts.ts";

const SHOWN = 5;

/** The newest blocks: those at the start from the list, then each as the stream tells it. */
export function LiveBlocks({ most = SHOWN, links = true }: { most?: number; links?: boolean }) {
  const { t, language } = useTexts();
  const { blocks } = useLive();
  const first = useCall("chain.blocks", { query: { limit: SHOWN } });
  const newest = blocks.at(-1)?.height ?? Number.POSITIVE_INFINITY;
  const older = first.data?.items.filter(({ height }) => height < newest) ?? [];
  const shown = [...blocks, ...older].slice(0, most);
  return (
    <section aria-labelledby="overview-blocks" className="overview-blocks">
      <h2 id="overview-blocks">{t(overviewTexts.blocks)}</h2>
      {shown.length === 0 ? <Nothing /> : null}
      <ol className="plain-list">
        {shown.map(({ height, timestamp, transactions }) => {
          const block = t(overviewTexts.block, { height: numberOf(height, language) });
          return (
            <li key={height} className="overview-block">
              {links ? <Link to={`/explorer/blocks/${height}`}>{block}</Link> : <strong>{block}</strong>}
              <span>{timeOf(timestamp, language)}</span>
              <span>{t(overviewTexts.transactions, { count: numberOf(transactions, language) })}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
