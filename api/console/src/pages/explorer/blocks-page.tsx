import { Button } from "antd";
import { useEffect } from "react";
import { Link, useNavigate } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { FindForm } from "../../app/find-form.tsx";
import { Failure, Loading, Nothing } from "../../app/states.tsx";
import { TableHead } from "../../app/table-head.tsx";
import { appTexts } from "../../app/texts.ts";
import { useLive } from "../../ledger/live.tsx";
import { useCallPages } from "../../ledger/queries.ts";
import { numberOf, shortHash, timeOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { BLOCKS_PAGE } from "./limits.ts";
import { type BlockLine, mergeBlocks } from "./merge-blocks.ts";
import { explorerTexts } from "./texts.ts";

function Find() {
  const go = useNavigate();
  return (
    <FindForm
      id="explorer-find"
      label={explorerTexts.find}
      button={explorerTexts.open}
      wrongText={explorerTexts.findWrong}
      find={(typed) => {
        const asked = typed.toLowerCase();
        if (/^\d{1,15}$/.test(asked)) void go(`/explorer/blocks/${Number(asked)}`);
        else if (/^[0-9a-f]{64}$/.test(asked)) void go(`/explorer/transactions/${asked}`);
        else return false;
        return true;
      }}
    />
  );
}

function BlockTable({ blocks }: { blocks: readonly BlockLine[] }) {
  const { t, language } = useTexts();
  const heads = [explorerTexts.height, explorerTexts.time, explorerTexts.transactions, explorerTexts.hash];
  return (
    <div className="table-scroll">
      <table className="plain">
        <caption className="visually-hidden">{t(explorerTexts.blockList)}</caption>
        <TableHead heads={heads} />
        <tbody>
          {blocks.map(({ height, timestamp, transactions, hash }) => (
            <tr key={height}>
              <th scope="row">
                <Link to={`/explorer/blocks/${height}`}>{numberOf(height, language)}</Link>
              </th>
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
}

/** All blocks, the newest first: the list as it was read, and above it what came since. */
export default function BlocksPage() {
  const { t } = useTexts();
  const live = useLive();
  const { items, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, latest } = useCallPages(
    "chain.blocks",
    { query: { limit: BLOCKS_PAGE } },
  );
  const { blocks, gap } = mergeBlocks(live.blocks, items ?? []);
  useEffect(() => {
    if (gap) void refetch();
  }, [gap, refetch]);
  const failure = error === null ? null : <Failure error={error} retry={() => void refetch()} />;
  return (
    <div className="stack">
      <Find />
      {failure}
      {items === undefined && failure === null ? <Loading /> : null}
      {items !== undefined && blocks.length === 0 ? <Nothing /> : null}
      {blocks.length === 0 ? null : <BlockTable blocks={blocks} />}
      <div className="row">
        {hasNextPage ? (
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t(appTexts.more)}
          </Button>
        ) : null}
        <AsOf answer={latest} />
      </div>
    </div>
  );
}
