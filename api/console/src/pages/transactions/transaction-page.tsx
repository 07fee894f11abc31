import { type Finality, ForbiddenError, NotFoundError } from "@jingzhun/client-sdk";
import { Alert, Spin } from "antd";
import { useEffect, useState } from "react";
import { useParams } from "react-router";
import { Failure, QueryState } from "../../app/states.tsx";
import { useClient } from "../../ledger/client.tsx";
import { useCall } from "../../ledger/queries.ts";
import { useDescription } from "../../ledger/reader.ts";
import { Facts } from "../../records/value.tsx";
import { timeOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { transactionTexts } from "./texts.ts";

/** Waits for the outcome and shows it only when it is proved. */
function Outcome({ id }: { id: string }) {
  const { t, language } = useTexts();
  const client = useClient();
  const [state, setState] = useState<{ end?: Finality; error?: unknown }>({});
  useEffect(() => {
    const left = new AbortController();
    setState({});
    client.waitForFinality(id, { signal: left.signal }).then(
      (end) => setState({ end }),
      (error: unknown) => {
        if (!left.signal.aborted) setState({ error });
      },
    );
    return () => left.abort();
  }, [client, id]);
  const { end, error } = state;
  if (error !== undefined) return <Failure error={error} />;
  if (end === undefined)
    return (
      <div className="row" role="status">
        <Spin /> {t(transactionTexts.proving)}
      </div>
    );
  if (end.status === "expired") return <Alert type="warning" showIcon title={t(transactionTexts.expired)} />;
  const { height, blockTime, certificate } = end;
  return (
    <Alert
      type={end.status === "applied" ? "success" : "error"}
      showIcon
      title={
        end.status === "applied"
          ? t(transactionTexts.applied)
          : t(transactionTexts.rejected, { code: end.detail?.[language] ?? end.code })
      }
      description={`${t(transactionTexts.block, { height, time: timeOf(blockTime, language) })} · ${t(transactionTexts.seals, { count: certificate.seals.length })}`}
    />
  );
}

function Whole({ id }: { id: string }) {
  const { t } = useTexts();
  const transaction = useCall("chain.transaction", { params: { id } }, { retry: false });
  const description = useDescription();
  const { error } = transaction;
  if (error instanceof NotFoundError || error instanceof ForbiddenError)
    return <p className="muted">{t(transactionTexts.notShown)}</p>;
  const titleOf = (type: string) => {
    const found = description.data?.data.actions.find((action) => action.type === type);
    return found === undefined ? type : t(found.title);
  };
  return (
    <QueryState query={transaction}>
      {({ data: { sender, actions, events } }) => (
        <div className="stack">
          <section className="panel">
            <h3>{t(transactionTexts.sender)}</h3>
            <Facts fields={{ ...sender }} />
          </section>
          <section className="panel">
            <h3>{t(transactionTexts.actions)}</h3>
            {actions.map(({ type, payload }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a transaction's actions never change places
              <div key={i}>
                <strong>{titleOf(type)}</strong> <code>{type}</code>
                <Facts fields={payload} record={type.split(".")[0] ?? ""} />
              </div>
            ))}
          </section>
          <section className="panel">
            <h3>{t(transactionTexts.events)}</h3>
            {events.map(({ type, data }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: nor do its events
              <div key={i}>
                <code>{type}</code>
                <Facts fields={data} record={type.split(".")[0] ?? ""} />
              </div>
            ))}
          </section>
        </div>
      )}
    </QueryState>
  );
}

/** One transaction: its proved outcome, and the whole for those with the right. */
export default function TransactionPage() {
  const { t } = useTexts();
  const { id = "" } = useParams();
  return (
    <div className="stack">
      <div className="mono">{id}</div>
      <section>
        <h2>{t(transactionTexts.outcome)}</h2>
        <Outcome id={id} />
      </section>
      <section>
        <h2>{t(transactionTexts.whole)}</h2>
        <Whole id={id} />
      </section>
    </div>
  );
}
