import type { Routes } from "@jingzhun/client-sdk";
import { useQuery } from "@tanstack/react-query";
import { Alert, Tag } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useNodeStatus } from "../../app/node-state.tsx";
import { QueryState } from "../../app/states.tsx";
import { keyIdOf, useClient } from "../../ledger/client.tsx";
import { useCall } from "../../ledger/queries.ts";
import { OrganisationName } from "../../records/names.tsx";
import { numberOf, timeOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import type { Both } from "../../texts/text.ts";
import { parseMetrics } from "./metrics.ts";
import { remedyIn } from "./remedy.ts";
import { explorerTexts } from "./texts.ts";

type Status = Routes["status.get"]["response"];

/** ms */
const METRICS_MS = 5_000;
const kilobytes = (bytes: number) => Math.ceil(bytes / 1_000);

/** What the page's own node tells Prometheus; nothing where its metrics stand on another address. */
function useMetrics(): ReadonlyMap<string, number> {
  const client = useClient();
  const { data } = useQuery({
    queryKey: ["metrics", keyIdOf(client)],
    queryFn: async () => {
      const response = await fetch("/metrics");
      return response.ok ? parseMetrics(await response.text()) : new Map<string, number>();
    },
    retry: false,
    refetchInterval: METRICS_MS,
  });
  return data ?? new Map();
}

function useNodeDetails() {
  return useCall("node.get", {}, { refetchInterval: METRICS_MS });
}

/** Does it vote, in words; if not, the reasons stand below with their remedies. */
function votes({
  role,
  voting,
  syncing,
  problems,
}: Status): [Both, "success" | "warning" | "error" | "info"] {
  if (role === "observer") return [explorerTexts.observer, "info"];
  if (voting) return [explorerTexts.voting, "success"];
  if (syncing && problems.length === 0) return [explorerTexts.catchingUp, "warning"];
  return [problems.length === 0 ? explorerTexts.notVotingNoReason : explorerTexts.notVoting, "error"];
}

function Problems({ problems }: { problems: Status["problems"] }) {
  const { t, language } = useTexts();
  if (problems.length === 0) return null;
  return (
    <section aria-labelledby="node-problems" className="stack">
      <h2 id="node-problems">{t(explorerTexts.problems)}</h2>
      {problems.map((problem) => (
        <Alert
          key={problem.code}
          type="error"
          showIcon
          title={problem[language]}
          description={
            <>
              {t(explorerTexts.remedy)}: {remedyIn(language, problem.remedy)}{" "}
              <small className="muted">({problem.code})</small>
            </>
          }
        />
      ))}
    </section>
  );
}

function NodeFacts({ status, readAt }: { status: Status; readAt: number }) {
  const { t, language } = useTexts();
  const metrics = useMetrics();
  const disk = useNodeDetails().data?.disk;
  const measured = (name: string, write: (value: number) => string) => {
    const value = metrics.get(`jingzhun_${name}`);
    return value === undefined ? <span className="muted">{t(explorerTexts.notTold)}</span> : write(value);
  };
  const count = (value: number) => numberOf(value, language);
  const seconds = ((status.now - readAt) / 1_000).toFixed(1);
  const facts: { name: Both; value: ReactNode }[] = [
    { name: explorerTexts.chain, value: <span className="mono">{status.chainId}</span> },
    { name: explorerTexts.version, value: status.version },
    {
      name: explorerTexts.role,
      value: t(status.role === "validator" ? explorerTexts.validatorRole : explorerTexts.observerRole),
    },
    {
      name: explorerTexts.height,
      value: <Link to={`/explorer/blocks/${status.height}`}>{count(status.height)}</Link>,
    },
    { name: explorerTexts.blockTime, value: timeOf(status.timestamp, language) },
    { name: explorerTexts.epoch, value: status.epoch },
    { name: explorerTexts.historyFrom, value: count(status.historyFrom) },
    { name: explorerTexts.sync, value: t(status.syncing ? explorerTexts.syncing : explorerTexts.inStep) },
    { name: explorerTexts.consensusRound, value: measured("consensus_round", count) },
    { name: explorerTexts.peers, value: count(status.peers) },
    { name: explorerTexts.present, value: measured("validators_present", count) },
    {
      name: explorerTexts.mempool,
      value: t(explorerTexts.mempoolOf, {
        count: count(status.mempool.count),
        kb: count(kilobytes(status.mempool.bytes)),
      }),
    },
    {
      name: explorerTexts.nodeClock,
      value: `${timeOf(status.now, language)} · ${t(explorerTexts.clockDiffers, { seconds })}`,
    },
    {
      name: explorerTexts.disk,
      value:
        disk === undefined ? (
          <span className="muted">{t(explorerTexts.notTold)}</span>
        ) : (
          t(explorerTexts.diskFree, {
            free: count(gigabytes(disk.freeBytes)),
            total: count(gigabytes(disk.totalBytes)),
          })
        ),
    },
    {
      name: explorerTexts.wal,
      value: measured("wal_bytes", (bytes) => t(explorerTexts.size, { kb: count(kilobytes(bytes)) })),
    },
  ];
  return (
    <section className="panel" aria-labelledby="node-facts">
      <h2 id="node-facts">{t(explorerTexts.facts)}</h2>
      <dl className="facts">
        {facts.map(({ name, value }) => (
          <div key={name.en}>
            <dt>{t(name)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** In units of 10⁹ bytes, as disks are sold. */
const gigabytes = (bytes: number) => Math.floor(bytes / 1e9);

/** Each organisation's node as this one sees it. */
function Peers() {
  const { t, language } = useTexts();
  const query = useNodeDetails();
  const count = (value: number) => numberOf(value, language);
  return (
    <section className="panel" aria-labelledby="node-peers">
      <h2 id="node-peers">{t(explorerTexts.peersBy)}</h2>
      <QueryState query={query}>
        {({ peers }) =>
          peers.length === 0 ? (
            <p>{t(explorerTexts.noPeers)}</p>
          ) : (
            <ul>
              {peers.map(({ networkKey, organisation, connected, height, skewMs }) => {
                const seen = [
                  t(connected ? explorerTexts.peerConnected : explorerTexts.peerAway),
                  ...(height === undefined ? [] : [t(explorerTexts.peerAt, { height: count(height) })]),
                  ...(skewMs === undefined ? [] : [t(explorerTexts.peerSkew, { ms: count(skewMs) })]),
                ];
                return (
                  <li key={networkKey}>
                    {organisation === undefined ? (
                      <>
                        {t(explorerTexts.observerPeer)}{" "}
                        <span className="mono">{networkKey.slice(0, 8)}…</span>
                      </>
                    ) : (
                      <OrganisationName id={organisation} />
                    )}{" "}
                    <Tag color={connected ? "success" : "error"}>{seen[0]}</Tag>
                    <span className="muted">{seen.slice(1).join(" · ")}</span>
                  </li>
                );
              })}
            </ul>
          )
        }
      </QueryState>
      <p className="muted">
        {t(explorerTexts.peersByHint)} <Link to="/explorer/validators">{t(explorerTexts.validators)}</Link>
      </p>
    </section>
  );
}

/** The node that answers this page: does it vote, if not why and what to do, and how it runs. */
export default function NodePage() {
  const { t } = useTexts();
  const query = useNodeStatus();
  return (
    <div className="stack">
      <QueryState query={query}>
        {(status) => {
          const [text, type] = votes(status);
          return (
            <>
              <Alert role="status" type={type} showIcon title={t(text)} />
              <Problems problems={status.problems} />
              <NodeFacts status={status} readAt={query.dataUpdatedAt} />
              <Peers />
            </>
          );
        }}
      </QueryState>
    </div>
  );
}
