import { ForbiddenError } from "@jingzhun/client-sdk";
import { Button } from "antd";
import { Link } from "react-router";
import { Failure, Loading, Nothing } from "../../app/states.tsx";
import { appTexts } from "../../app/texts.ts";
import { useCallPages } from "../../ledger/queries.ts";
import { Facts } from "../../records/value.tsx";
import { useTexts } from "../../texts/language.tsx";
import { useMayRecord } from "../services/may-record.ts";
import { ServiceTable } from "../services/service-table.tsx";
import { serviceTexts } from "../services/texts.ts";
import { Changes } from "./part.tsx";
import { householdTexts } from "./texts.ts";

function Payments({ household }: { household: string }) {
  const { t } = useTexts();
  const { items, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useCallPages(
    "payments.ofHousehold",
    { params: { household } },
    { live: true, retry: false },
  );
  if (error instanceof ForbiddenError) return <p className="muted">{t(householdTexts.paymentsClosed)}</p>;
  if (items === undefined)
    return error === null ? <Loading /> : <Failure error={error} retry={() => void refetch()} />;
  if (items.length === 0) return <Nothing text={householdTexts.noPayments} />;
  return (
    <>
      <ul className="cards">
        {items.map(({ n, household: _, version: __, ...fields }) => (
          <li key={n} className="panel">
            <Link to={`/funds/payments/${household}/${n}`}>#{n}</Link>
            <Facts fields={fields} record="payment" />
            <Changes recordKey={`household/${household}/payments/${n}`} record="payment" />
          </li>
        ))}
      </ul>
      {hasNextPage ? (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t(appTexts.more)}
        </Button>
      ) : null}
    </>
  );
}

function Services({ household }: { household: string }) {
  const { t } = useTexts();
  const mayRecord = useMayRecord();
  const query = useCallPages("services.ofHousehold", { params: { household } }, { live: true });
  return (
    <>
      <ServiceTable query={query} withHousehold={false} />
      <div className="row">
        {mayRecord ? (
          <Link to={`/services/new?householdId=${household}`}>{t(serviceTexts.record)}</Link>
        ) : null}
        <Link to={`/services/${household}`}>{t(serviceTexts.see)}</Link>
      </div>
    </>
  );
}

/** Money that the household got, and what was done for it. */
export function Assistance({ household }: { household: string }) {
  const { t } = useTexts();
  return (
    <>
      <h3>{t(householdTexts.payments)}</h3>
      <Link to={`/funds/households/${household}`}>{t(householdTexts.chain)}</Link>
      <Payments household={household} />
      <h3>{t(householdTexts.services)}</h3>
      <Services household={household} />
    </>
  );
}
