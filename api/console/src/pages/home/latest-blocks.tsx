import { Link } from "react-router";
import { QueryState } from "../../app/states.tsx";
import { useLive } from "../../ledger/live.tsx";
import { useCall } from "../../ledger/queries.ts";
import { numberOf, shortHash, timeOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { homeTexts } from "./texts.ts";

const SHOWN = 8;

/** The latest blocks: those at the page's start from the list, then each as the stream tells it. */
export function LatestBlocks() {
  const { t, language } = useTexts();
  const first = useCall("chain.blocks", { query: { limit: SHOWN } });
  const { blocks } = useLive();
  return (
    <section aria-labelledby="blocks">
      <h2 id="blocks">{t(homeTexts.blocks)}</h2>
      <QueryState query={first}>
        {({ items }) => {
          const newest = blocks.at(-1)?.height ?? Number.POSITIVE_INFINITY;
          const shown = [...blocks, ...items.filter(({ height }) => height < newest)].slice(0, SHOWN);
          return (
            <div className="table-scroll">
              <table className="plain">
                <caption className="visually-hidden">{t(homeTexts.blocksOf)}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t(homeTexts.height)}</th>
                    <th scope="col">{t(homeTexts.time)}</th>
                    <th scope="col">{t(homeTexts.transactions)}</th>
                    <th scope="col">{t(homeTexts.hash)}</th>
                  </tr>
                </thead>
                <tbody>
                  {shown.map(({ height, timestamp, transactions, hash }) => (
                    <tr key={height}>
                      <td className="number">
                        <Link to={`/explorer/blocks/${height}`}>{numberOf(height, language)}</Link>
                      </td>
                      <td className="time">{timeOf(timestamp, language)}</td>
                      <td className="number">{numberOf(transactions, language)}</td>
                      <td className="mono" title={hash}>
                        {shortHash(hash)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          );
        }}
      </QueryState>
    </section>
  );
}
