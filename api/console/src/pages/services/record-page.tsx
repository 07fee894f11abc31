import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { usePageTitle } from "../../app/page.tsx";
import { QueryState } from "../../app/states.tsx";
import { useClient } from "../../ledger/client.tsx";
import { useDescription } from "../../ledger/reader.ts";
import { useTexts } from "../../texts/language.tsx";
import { ChooseHousehold } from "./choose-household.tsx";
import { QuickRecord } from "./quick-record.tsx";
import { serviceTexts } from "./texts.ts";

/** The chain's date: what the ledger holds against a date given as today. */
function useToday() {
  const client = useClient();
  return useQuery({ queryKey: ["today"], queryFn: () => client.today(), staleTime: 60_000 });
}

/** For whom, then what: `?householdId=…` goes straight to the second step. */
export default function RecordPage() {
  const { t } = useTexts();
  const [search] = useSearchParams();
  const household = search.get("householdId") ?? "";
  const description = useDescription();
  const today = useToday();
  usePageTitle(household === "" ? t(serviceTexts.choose) : undefined);
  if (household === "") return <ChooseHousehold />;
  return (
    <QueryState query={description}>
      {({ data }) => (
        <QueryState query={today}>
          {(date) => (
            <QuickRecord
              key={household}
              household={household}
              today={date}
              action={data.actions.find(({ type }) => type === "service.record")}
              refusals={data.refusals}
            />
          )}
        </QueryState>
      )}
    </QueryState>
  );
}
