import { Link, useParams } from "react-router";
import { usePageTitle } from "../../app/page.tsx";
import { useCallPages } from "../../ledger/queries.ts";
import { useTexts } from "../../texts/language.tsx";
import { useMayRecord } from "./may-record.ts";
import { ServiceTable } from "./service-table.tsx";
import { serviceTexts } from "./texts.ts";

/** All that was done for one household, newest first. */
export default function ServicesOfHousehold() {
  const { t } = useTexts();
  const { household = "" } = useParams();
  const mayRecord = useMayRecord();
  const query = useCallPages("services.ofHousehold", { params: { household } }, { live: true });
  usePageTitle(t(serviceTexts.ofHouseholdTitle, { household }));
  return (
    <div className="stack">
      <div className="row">
        <Link to={`/households/${household}`}>{t(serviceTexts.file)}</Link>
        {mayRecord ? (
          <Link to={`/services/new?householdId=${household}`}>{t(serviceTexts.record)}</Link>
        ) : null}
      </div>
      <ServiceTable query={query} withHousehold={false} />
    </div>
  );
}
