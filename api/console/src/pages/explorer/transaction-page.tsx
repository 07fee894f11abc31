import { ForbiddenError, NotFoundError, type Routes } from "@jingzhun/client-sdk";
import { Alert, Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { Nothing, QueryState } from "../../app/states.tsx";
import { useCall } from "../../ledger/queries.ts";
import { useDescription } from "../../ledger/reader.ts";
import { OrganisationName } from "../../records/names.tsx";
import { RecordLink } from "../../records/record-link.tsx";
import { Facts } from "../../records/value.tsx";
import { numberOf, timeOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { countOf } from "./action-count.ts";
import { recordsOf } from "./event-records.ts";
import { ExportReceipt } from "./export-receipt.tsx";
import { PARTS_SHOWN } from "./limits.ts";
import { explorerTexts } from "./texts.ts";

type Whole = Routes["chain.transaction"]["response"]["data"];
type Ended = Routes["transactions.get"]["response"]["data"];

function Outcome({ ended }: { ended: Ended }) {
  const { t, language } = useTexts();
  const { status, height, code = "", message, hint, detail } = ended;
  const block =
    height === undefined ? null : (
      <Link to={`/explorer/blocks/${height}`}>
        {t(explorerTexts.inBlock)} {numberOf(height, language)}
      </Link>
    );
  if (status !== "rejected") {
    const type = status === "applied" ? "success" : "warning";
    return <Alert type={type} showIcon title={t(explorerTexts[status])} description={block} />;
  }
  // The sender alone is told the true reason where it rests on restricted facts.
  const told = detail ?? { code, message, hint };
  const advice = told.hint?.[language];
  return (
    <Alert
      type="error"
      showIcon
      title={t(explorerTexts.rejected, { reason: told.message?.[language] ?? told.code })}
      description={
        <>
          {advice === undefined ? null : (
            <p>
              {t(explorerTexts.hint)}: {advice} <small className="muted">({told.code})</small>
            </p>
          )}
          {block}
        </>
      }
    />
  );
}

/** The first parts of a list, the others on request. */
function useFirst<T>(parts: readonly T[]) {
  const { t } = useTexts();
  const [all, setAll] = useState(false);
  const more =
    all || parts.length <= PARTS_SHOWN ? null : (
      <div>
        <Button onClick={() => setAll(true)}>
          {t(explorerTexts.moreActions, { count: parts.length - PARTS_SHOWN })}
        </Button>
      </div>
    );
  return { shown: all ? parts : parts.slice(0, PARTS_SHOWN), more };
}

function Actions({ whole, titleOf }: { whole: Whole; titleOf: (type: string) => string }) {
  const { t } = useTexts();
  const { shown, more } = useFirst(whole.actions);
  return (
    <section aria-labelledby="transaction-actions">
      <h2 id="transaction-actions">{t(explorerTexts.actions)}</h2>
      <ol className="plain-list stack">
        {shown.map(({ type, payload }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a transaction's actions never change places
          <li key={i} className="panel">
            <h3>{titleOf(type)}</h3>
            <Facts fields={payload} record={type.split(".")[0] ?? ""} />
          </li>
        ))}
      </ol>
      {more}
    </section>
  );
}

function Events({ whole }: { whole: Whole }) {
  const { t } = useTexts();
  const { shown, more } = useFirst(whole.events);
  if (whole.events.length === 0) return null;
  return (
    <section aria-labelledby="transaction-events">
      <h2 id="transaction-events">{t(explorerTexts.events)}</h2>
      <ol className="plain-list stack">
        {shown.map(({ type, data }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: nor do its events
          <li key={i} className="panel">
            <h3 className="mono">{type}</h3>
            <Facts fields={data} record={type.split(".")[0] ?? ""} />
            <ul>
              {recordsOf(type, data).map((key) => (
                <li key={key}>
                  <RecordLink recordKey={key} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {more}
    </section>
  );
}

function Words({ whole }: { whole: Whole }) {
  const { t, language } = useTexts();
  const description = useDescription();
  const titles = new Map(description.data?.data.actions.map(({ type, title }) => [type, title]));
  const titleOf = (type: string) => {
    const title = titles.get(type);
    return title === undefined ? type : t(title);
  };
  const { sender, blockTime, memo } = whole;
  const what = countOf(whole.actions.map(({ type }) => type)).map(({ type, count }) =>
    count === 1 ? titleOf(type) : t(explorerTexts.times, { title: titleOf(type), count }),
  );
  return (
    <>
      <section className="panel">
        <p>
          {t(explorerTexts.summary, {
            who: sender.operator ?? sender.organisation ?? sender.keyId,
            time: timeOf(blockTime, language),
            what: what.join(language === "zh" ? "、" : ", "),
          })}
        </p>
        {sender.organisation === undefined ? null : (
          <p>
            {t(explorerTexts.organisation)}: <OrganisationName id={sender.organisation} />
          </p>
        )}
        {memo === undefined ? null : <p className="muted">{memo}</p>}
      </section>
      <Actions whole={whole} titleOf={titleOf} />
      <Events whole={whole} />
    </>
  );
}

/** A transaction in words: its outcome for everybody, the whole for those with the right. */
export default function TransactionPage() {
  const { t } = useTexts();
  const { id = "" } = useParams();
  const valid = /^[0-9a-f]{64}$/.test(id);
  const ended = useCall("transactions.get", { params: { id } }, { enabled: valid, live: true });
  const whole = useCall("chain.transaction", { params: { id } }, { enabled: valid, retry: false });
  if (!valid) return <Nothing text={explorerTexts.findWrong} />;
  const closed = whole.error instanceof NotFoundError || whole.error instanceof ForbiddenError;
  return (
    <div className="stack">
      <div className="mono">{id}</div>
      <section aria-labelledby="transaction-outcome">
        <h2 id="transaction-outcome">{t(explorerTexts.outcome)}</h2>
        <QueryState query={ended} rows={1}>
          {({ data }) => <Outcome ended={data} />}
        </QueryState>
      </section>
      <ExportReceipt key={id} id={id} />
      {closed ? (
        <p className="muted">{t(explorerTexts.notShown)}</p>
      ) : (
        <QueryState query={whole}>{({ data }) => <Words key={id} whole={data} />}</QueryState>
      )}
    </div>
  );
}
