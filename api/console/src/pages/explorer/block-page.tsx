import type { Routes } from "@jingzhun/client-sdk";
import { decodeCertificate, decodeHeader, fromBase64, hex } from "@jingzhun/ledger";
import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { Link, useParams } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { usePageTitle } from "../../app/page.tsx";
import { Failure, Loading, Nothing, QueryState } from "../../app/states.tsx";
import { keyIdOf, useClient } from "../../ledger/client.tsx";
import { useCall } from "../../ledger/queries.ts";
import { useDescription } from "../../ledger/reader.ts";
import { OrganisationName } from "../../records/names.tsx";
import { numberOf, timeOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { type BlockCheck, checkBlock } from "./block-check.ts";
import { reasonOf } from "./reason.ts";
import { explorerTexts } from "./texts.ts";

type Block = Routes["chain.block"]["response"]["data"];

/** Shown fields come from the encoded header, which is what the certificate signs. */
function Header({ block }: { block: Block }) {
  const { t, language } = useTexts();
  const header = decodeHeader(fromBase64(block.header));
  const validators = useCall("chain.validators", {});
  const proposer = hex(header.proposer);
  const builder = validators.data?.data.validators.find(({ consensusKey }) => consensusKey === proposer);
  const hashes = [
    [explorerTexts.hash, block.hash],
    [explorerTexts.parentHash, hex(header.parentHash)],
    [explorerTexts.txRoot, hex(header.txRoot)],
    [explorerTexts.eventRoot, hex(header.eventRoot)],
    [explorerTexts.stateRoot, hex(header.stateRoot)],
    [explorerTexts.validatorsHash, hex(header.validatorsHash)],
    [explorerTexts.nextValidatorsHash, hex(header.nextValidatorsHash)],
    [explorerTexts.paramsHash, hex(header.paramsHash)],
  ] as const;
  return (
    <section className="panel" aria-labelledby="block-header">
      <h2 id="block-header">{t(explorerTexts.header)}</h2>
      <dl className="facts">
        <dt>{t(explorerTexts.chain)}</dt>
        <dd className="mono">{header.chainId}</dd>
        <dt>{t(explorerTexts.height)}</dt>
        <dd>{numberOf(header.height, language)}</dd>
        <dt>{t(explorerTexts.epoch)}</dt>
        <dd>{header.epoch}</dd>
        <dt>{t(explorerTexts.time)}</dt>
        <dd>{timeOf(header.timestamp, language)}</dd>
        <dt>{t(explorerTexts.proposer)}</dt>
        <dd>
          {builder === undefined ? (
            <span className="mono">{proposer}</span>
          ) : (
            <OrganisationName id={builder.organisation} />
          )}
        </dd>
        {hashes.map(([name, hash]) => (
          <div key={name.en}>
            <dt>{t(name)}</dt>
            <dd className="mono">{hash}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function CheckResult({ check }: { check: BlockCheck }) {
  const { t } = useTexts();
  switch (check.result) {
    case "certified":
      return <Alert type="success" showIcon title={t(explorerTexts.certified)} />;
    case "laterSet":
      return <Alert type="warning" showIcon title={t(explorerTexts.laterSet)} />;
    default:
      return <Alert role="alert" type="error" showIcon title={t(explorerTexts[check.result])} />;
  }
}

function Certificate({ block }: { block: Block }) {
  const { t } = useTexts();
  const client = useClient();
  const { height, hash, header, certificate, outcomes } = block;
  const check = useQuery({
    queryKey: ["block check", keyIdOf(client), height, hash, certificate],
    queryFn: async () => checkBlock({ height, hash, header, certificate, outcomes }, await client.trust()),
    enabled: certificate !== undefined,
  });
  const proved = check.data?.result === "certified" ? check.data.block : undefined;
  const signers =
    proved?.certificate.seals.map(({ signer }) => proved.validators[signer]?.organisation ?? "") ??
    block.signers;
  return (
    <section className="panel" aria-labelledby="block-certificate">
      <h2 id="block-certificate">{t(explorerTexts.certificate)}</h2>
      {certificate === undefined ? (
        <p>{t(height === 0 ? explorerTexts.genesisBlock : explorerTexts.noCertificate)}</p>
      ) : (
        <div className="stack">
          {check.error === null ? null : <Failure error={check.error} retry={() => void check.refetch()} />}
          {check.data === undefined ? null : <CheckResult check={check.data} />}
          {check.isLoading ? <Loading rows={1} /> : null}
          <dl className="facts">
            <dt>{t(explorerTexts.round)}</dt>
            <dd>{decodeCertificate(fromBase64(certificate)).round}</dd>
            <dt>{t(explorerTexts.signers)}</dt>
            <dd>
              <ul>
                {signers.map((organisation, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: an organisation may have two seats; they never move
                  <li key={i}>
                    <OrganisationName id={organisation} />
                  </li>
                ))}
              </ul>
            </dd>
          </dl>
        </div>
      )}
    </section>
  );
}

function Outcomes({ block }: { block: Block }) {
  const { t, language } = useTexts();
  const description = useDescription();
  const { outcomes } = block;
  return (
    <section aria-labelledby="block-outcomes">
      <h2 id="block-outcomes">{t(explorerTexts.outcomes)}</h2>
      {outcomes.length === 0 ? (
        <Nothing text={explorerTexts.noTransactions} />
      ) : (
        <div className="table-scroll">
          <table className="plain" aria-labelledby="block-outcomes">
            <thead>
              <tr>
                <th scope="col">{t(explorerTexts.number)}</th>
                <th scope="col">{t(explorerTexts.transaction)}</th>
                <th scope="col">{t(explorerTexts.outcome)}</th>
              </tr>
            </thead>
            <tbody>
              {outcomes.map(({ id, status, code = "" }, i) => (
                <tr key={id}>
                  <td className="number">{i + 1}</td>
                  <th scope="row">
                    <Link className="mono" to={`/explorer/transactions/${id}`}>
                      {id}
                    </Link>
                  </th>
                  <td>
                    {status === "applied"
                      ? t(explorerTexts.applied)
                      : t(explorerTexts.rejected, {
                          reason: reasonOf(code, description.data?.data.refusals, language),
                        })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** One block: its header, who sealed it in which round, and what became of each transaction. */
export default function BlockPage() {
  const { t, language } = useTexts();
  const { height: asked = "" } = useParams();
  const height = Number(asked);
  const valid = /^(0|[1-9]\d{0,14})$/.test(asked);
  const query = useCall("chain.block", { params: { height } }, { enabled: valid });
  usePageTitle(
    query.data === undefined
      ? undefined
      : t(explorerTexts.blockTitle, { height: numberOf(height, language) }),
  );
  if (!valid) return <Nothing text={explorerTexts.findWrong} />;
  return (
    <div className="stack">
      <nav className="row" aria-label={t(explorerTexts.blocks)}>
        {height === 0 ? null : <Link to={`/explorer/blocks/${height - 1}`}>{t(explorerTexts.previous)}</Link>}
        {query.data === undefined || query.data.height <= height ? null : (
          <Link to={`/explorer/blocks/${height + 1}`}>{t(explorerTexts.next)}</Link>
        )}
        <Link to="/explorer">{t(explorerTexts.blocks)}</Link>
      </nav>
      <QueryState query={query}>
        {({ data }) => (
          <>
            <Certificate block={data} />
            <Header block={data} />
            <Outcomes block={data} />
            <AsOf answer={query.data} />
          </>
        )}
      </QueryState>
    </div>
  );
}
