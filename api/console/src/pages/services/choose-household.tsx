import { Button } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { FindForm } from "../../app/find-form.tsx";
import { Failure, Loading, Nothing } from "../../app/states.tsx";
import { appTexts } from "../../app/texts.ts";
import { useCallPages } from "../../ledger/queries.ts";
import { type Reader, useReader } from "../../ledger/reader.ts";
import { useTexts } from "../../texts/language.tsx";
import type { Both } from "../../texts/text.ts";
import { DivisionCascade } from "../households/division-cascade.tsx";
import { householdTexts } from "../households/texts.ts";
import { openFiles, ServiceLinks, useOwnHouseholds } from "./households-of-mine.tsx";
import { serviceTexts } from "./texts.ts";

const CARDS = 24;

function Pages({ query, none }: { query: ReturnType<typeof useOwnHouseholds>; none: Both }) {
  const { t } = useTexts();
  const { items, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = query;
  const failure = error === null ? null : <Failure error={error} retry={() => void refetch()} />;
  if (items === undefined) return failure ?? <Loading />;
  const open = openFiles(items);
  return (
    <>
      {failure}
      {open.length === 0 && !hasNextPage ? <Nothing text={none} /> : <ServiceLinks items={open} />}
      {hasNextPage ? (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t(appTexts.more)}
        </Button>
      ) : null}
    </>
  );
}

function InDivision({ division }: { division: string }) {
  const query = useCallPages("households.list", { query: { division, limit: CARDS } }, { live: true });
  return <Pages query={query} none={householdTexts.nothing} />;
}

function Choices({ reader }: { reader: Reader }) {
  const { t } = useTexts();
  const go = useNavigate();
  const own = useOwnHouseholds(reader, CARDS);
  const home = reader.roles[0]?.division;
  const [division, setDivision] = useState(home ?? "");
  return (
    <div className="stack">
      <section aria-labelledby="own-households" className="stack">
        <h2 id="own-households">{t(serviceTexts.mine)}</h2>
        <Pages query={own} none={serviceTexts.noneOwn} />
      </section>
      <section aria-labelledby="other-households" className="stack">
        <h2 id="other-households">{t(serviceTexts.otherHouseholds)}</h2>
        <FindForm
          id="service-household"
          label={householdTexts.byId}
          button={householdTexts.open}
          wrongText={householdTexts.idWrong}
          input={{ placeholder: t(householdTexts.idHint) }}
          find={(typed) => {
            const code = typed.toUpperCase();
            const fits = /^H[0-9A-HJKMNP-TV-Z]{17}$/.test(code);
            if (fits) void go(`/services/new?householdId=${code}`);
            return fits;
          }}
        />
        {home === undefined ? null : <DivisionCascade own={home} value={division} onChange={setDivision} />}
        {division === "" ? null : <InDivision key={division} division={division} />}
      </section>
    </div>
  );
}

/** The first step of recording a service: for whom, those in one's own charge first. */
export function ChooseHousehold() {
  const { reader } = useReader();
  return reader === undefined ? <Loading /> : <Choices reader={reader} />;
}
