import { ACKNOWLEDGEMENT_KINDS, codeLabel } from "@jingzhun/ledger";
import { Link, useParams } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { usePageTitle } from "../../app/page.tsx";
import { Nothing, QueryState } from "../../app/states.tsx";
import { type ItemOf, useCall } from "../../ledger/queries.ts";
import { useReader } from "../../ledger/reader.ts";
import { entryNumber } from "../../records/entry-number.ts";
import { History } from "../../records/history.tsx";
import { Facts } from "../../records/value.tsx";
import { Verify } from "../../records/verify.tsx";
import { timeOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { Acknowledge } from "./acknowledge.tsx";
import { serviceTexts } from "./texts.ts";

type Service = ItemOf<"services.list">;

function Acknowledgements({ service }: { service: Service }) {
  const { t, language } = useTexts();
  const { reader } = useReader();
  const { household, n, acknowledgements = [], rating } = service;
  const byHousehold = acknowledgements.some(({ kind }) => kind !== "witness");
  const own = reader?.kind === "household" && reader.household === household;
  const query = `householdId=${household}&n=${n}`;
  return (
    <section className="panel stack" aria-labelledby="acknowledgements">
      <h2 id="acknowledgements">{t(serviceTexts.acknowledgement)}</h2>
      {acknowledgements.length === 0 ? (
        <p className="muted">{t(serviceTexts.notAcknowledged)}</p>
      ) : (
        <ul>
          {acknowledgements.map(({ kind, by, at }) => (
            <li key={kind}>
              {t(serviceTexts.acknowledgedBy, {
                kind: codeLabel(ACKNOWLEDGEMENT_KINDS, kind, language),
                by,
                time: timeOf(at, language),
              })}
            </li>
          ))}
        </ul>
      )}
      {rating === undefined ? null : <p>{t(serviceTexts.rating, { rating })}</p>}
      {own && !byHousehold ? <Acknowledge household={household} n={n} /> : null}
      {reader?.kind === "operator" && acknowledgements.length < 2 ? (
        <Link to={`/actions/service.acknowledge?${query}`}>{t(serviceTexts.confirmForOthers)}</Link>
      ) : null}
    </section>
  );
}

function One({ household, n }: { household: string; n: number }) {
  const { t } = useTexts();
  const { reader } = useReader();
  const service = useCall("services.get", { params: { household, n } }, { live: true });
  usePageTitle(service.data === undefined ? undefined : t(serviceTexts.oneTitle, { household, n }));
  const key = `household/${household}/services/${n}`;
  return (
    <>
      <QueryState query={service}>
        {(answer) => {
          const { household: _, n: __, version, acknowledgements: ___, rating: ____, ...facts } = answer.data;
          return (
            <>
              <section className="panel stack" aria-label={t(serviceTexts.one)}>
                <Facts fields={facts} record="service" />
                {reader?.operator === answer.data.by ? (
                  <Link to={`/actions/service.edit?householdId=${household}&n=${n}`}>
                    {t(serviceTexts.edit)}
                  </Link>
                ) : null}
                <AsOf answer={answer} />
                <Verify recordKey={key} shownVersion={version} />
              </section>
              <Acknowledgements service={answer.data} />
            </>
          );
        }}
      </QueryState>
      {service.data === undefined ? null : <History recordKey={key} record="service" />}
    </>
  );
}

/** One service: what was done, who confirmed it, what was changed since. */
export default function ServicePage() {
  const { t } = useTexts();
  const { household = "", n = "" } = useParams();
  const number = entryNumber(n);
  return (
    <div className="stack">
      <div className="row">
        <Link to={`/households/${household}`}>{t(serviceTexts.file)}</Link>
        <Link to={`/services/${household}`}>{t(serviceTexts.see)}</Link>
      </div>
      {number === undefined ? (
        <Nothing text={serviceTexts.noSuchService} />
      ) : (
        <One household={household} n={number} />
      )}
    </div>
  );
}
