import { Link } from "react-router";
import { Failure } from "../../app/states.tsx";
import { useCallPages } from "../../ledger/queries.ts";
import { type Reader, useReader } from "../../ledger/reader.ts";
import { useTexts } from "../../texts/language.tsx";
import { openFiles, ServiceLinks, useOwnHouseholds } from "../services/households-of-mine.tsx";
import { useMayRecord } from "../services/may-record.ts";
import { serviceTexts } from "../services/texts.ts";

/** Households that the start page shows; the others are one click away. */
const SHOWN = 6;
/** Households that are read for these: some files are closed. */
const READ = 24;

function Cards({ reader }: { reader: Reader }) {
  const { t } = useTexts();
  const own = useOwnHouseholds(reader, READ);
  const none = own.items !== undefined && openFiles(own.items).length === 0;
  const division = reader.roles[0]?.division ?? "";
  // A clerk is in charge of no household and writes for the village's.
  const village = useCallPages(
    "households.list",
    { query: { division, limit: READ } },
    { enabled: none && division !== "" },
  );
  const shown = none ? village : own;
  return (
    <section aria-labelledby="own-households" className="stack">
      <h2 id="own-households">
        {t(serviceTexts.record)} · {t(none ? serviceTexts.inVillage : serviceTexts.mine)}
      </h2>
      {shown.error === null ? null : <Failure error={shown.error} retry={() => void shown.refetch()} />}
      <ServiceLinks items={openFiles(shown.items ?? []).slice(0, SHOWN)} />
      <div>
        <Link to="/services/new">{t(serviceTexts.more)}</Link>
      </div>
    </section>
  );
}

/** For whom the reader may record a service at once; nothing for those who record none. */
export function OwnHouseholds() {
  const { reader } = useReader();
  const mayRecord = useMayRecord();
  return mayRecord && reader !== undefined ? <Cards reader={reader} /> : null;
}
