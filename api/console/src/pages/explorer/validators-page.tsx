import { decodeValidators, faulty, fromBase64, quorum } from "@jingzhun/ledger";
import { useQueries } from "@tanstack/react-query";
import { AsOf } from "../../app/as-of.tsx";
import { Failure, Loading, QueryState } from "../../app/states.tsx";
import { TableHead } from "../../app/table-head.tsx";
import { TableScroll } from "../../app/table-scroll.tsx";
import { keyIdOf, useClient } from "../../ledger/client.tsx";
import { useCall } from "../../ledger/queries.ts";
import { OrganisationName } from "../../records/names.tsx";
import { numberOf, shortHash } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { DoubleSigning } from "./double-signing.tsx";
import { VOTED_BLOCKS } from "./limits.ts";
import { explorerTexts } from "./texts.ts";
import { type VotedBlock, type VoteRecord, voteRecord } from "./vote-record.ts";

/** The newest blocks with their certificates; each is read once, since a block never changes. */
function useVotedBlocks() {
  const client = useClient();
  const list = useCall("chain.blocks", { query: { limit: VOTED_BLOCKS } }, { live: true });
  const read = useQueries({
    queries: (list.data?.items ?? []).map(({ height }) => ({
      queryKey: ["voted block", keyIdOf(client), height],
      queryFn: async (): Promise<VotedBlock> =>
        (await client.call("chain.block", { params: { height } })).data,
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  // Those not read yet, or that can't be, aren't counted; how many were stands beside the figures.
  return {
    blocks: read.flatMap(({ data }) => (data === undefined ? [] : [data])),
    reading: list.isLoading || read.some(({ isLoading }) => isLoading),
    error: list.error ?? read.find(({ error }) => error !== null)?.error ?? null,
    again: () => {
      void list.refetch();
      for (const { error, refetch } of read) if (error !== null) void refetch();
    },
  };
}

function Rounds({ record }: { record: VoteRecord }) {
  const { t, language } = useTexts();
  const caption = t(explorerTexts.roundsOf, { count: record.counted });
  return (
    <section aria-labelledby="validator-rounds">
      <h2 id="validator-rounds">{t(explorerTexts.rounds)}</h2>
      <TableScroll label={caption}>
        <table className="plain">
          <caption className="muted">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{t(explorerTexts.round)}</th>
              <th scope="col">{t(explorerTexts.blocksIn)}</th>
            </tr>
          </thead>
          <tbody>
            {record.rounds.map(({ round, blocks }) => (
              <tr key={round}>
                <th scope="row">{t(explorerTexts.roundOf, { round })}</th>
                <td className="number">{numberOf(blocks, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {record.left === 0 ? null : <p className="muted">{t(explorerTexts.leftOut, { count: record.left })}</p>}
    </section>
  );
}

function Table({ record }: { record: VoteRecord }) {
  const { t } = useTexts();
  const heads = [explorerTexts.organisation, explorerTexts.sealed, explorerTexts.proposed, explorerTexts.key];
  const caption = t(explorerTexts.recordOf, { count: record.counted });
  const of = (count: number) => t(explorerTexts.ofBlocks, { count, total: record.counted });
  return (
    <TableScroll label={caption}>
      <table className="plain">
        <caption className="muted">{caption}</caption>
        <TableHead heads={heads} />
        <tbody>
          {record.validators.map(({ organisation, consensusKey, seals, proposed }) => (
            <tr key={consensusKey}>
              <th scope="row">
                <OrganisationName id={organisation} />
              </th>
              <td className="number">{of(seals)}</td>
              <td className="number">{of(proposed)}</td>
              <td className="mono" title={consensusKey}>
                {shortHash(consensusKey)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function Record({ record }: { record: VoteRecord }) {
  return (
    <>
      <Table record={record} />
      <Rounds record={record} />
    </>
  );
}

/** Who votes, and how often each sealed and built the newest blocks. */
export default function ValidatorsPage() {
  const { t } = useTexts();
  const validators = useCall("chain.validators", {}, { live: true });
  const { blocks, reading, error, again } = useVotedBlocks();
  return (
    <div className="stack">
      <QueryState query={validators}>
        {({ data }) => {
          const set = decodeValidators(fromBase64(data.encoded));
          const n = set.length;
          return (
            <>
              <p>{t(explorerTexts.quorumOf, { n, quorum: quorum(n), faulty: faulty(n) })}</p>
              {error === null ? null : <Failure error={error} retry={again} />}
              {blocks.length === 0 && reading ? <Loading /> : <Record record={voteRecord(set, blocks)} />}
              <AsOf answer={validators.data} />
            </>
          );
        }}
      </QueryState>
      <DoubleSigning />
    </div>
  );
}
