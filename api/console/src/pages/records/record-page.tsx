import { useParams } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { usePageTitle } from "../../app/page.tsx";
import { QueryState } from "../../app/states.tsx";
import { useCall } from "../../ledger/queries.ts";
import { useDescription } from "../../ledger/reader.ts";
import { History } from "../../records/history.tsx";
import { recordTexts, recordTypeName } from "../../records/record-texts.ts";
import { fitsPattern } from "../../records/sources.ts";
import { Value } from "../../records/value.tsx";
import { Verify } from "../../records/verify.tsx";
import { useTexts } from "../../texts/language.tsx";

/** Any record by its key: content, proof, history. */
export default function RecordPage() {
  const { t } = useTexts();
  const key = useParams()["*"] ?? "";
  const description = useDescription();
  const record = useCall("chain.record", { query: { key } }, { live: true });
  const type = description.data?.data.records.find(({ pattern }) => fitsPattern(pattern, key))?.name ?? "";
  usePageTitle(type === "" ? key : t(recordTypeName(type)));
  return (
    <div className="stack">
      <div className="mono">{key}</div>
      <QueryState query={record}>
        {(answer) => (
          <section className="panel" aria-labelledby="content">
            <h2 id="content">
              {t(recordTexts.content)}{" "}
              <small className="muted">{t(recordTexts.version, { version: answer.data.version })}</small>
            </h2>
            <Value name="value" value={answer.data.value} record={type} />
            <AsOf answer={answer} />
            <Verify recordKey={key} shownVersion={answer.data.version} />
          </section>
        )}
      </QueryState>
      <History recordKey={key} record={type} />
    </div>
  );
}
