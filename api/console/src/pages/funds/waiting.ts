import { useCallPages } from "../../ledger/queries.ts";
import { useDescription, useReader } from "../../ledger/reader.ts";
import { WAITING_PAGE } from "./limits.ts";
import { openSteps, type WaitingList, waitingLists } from "./open-steps.ts";

/** ms between two looks from the home page, which isn't read anew with each block. */
const LOOK_MS = 30_000;

/** The lists in which something may wait for the reader; undefined until that is known. */
export function useWaitingLists(): WaitingList[] | undefined {
  const { reader } = useReader();
  const actions = useDescription().data?.data.actions;
  return reader === undefined || actions === undefined ? undefined : waitingLists(actions, reader);
}

/** A list's payments, and of those the ones that wait for the reader and not for somebody else. */
export function useWaiting(list: WaitingList, live: boolean) {
  const { reader } = useReader();
  const actions = useDescription().data?.data.actions ?? [];
  const { act, state, division } = list;
  const options = live ? { live } : { refetchInterval: LOOK_MS };
  const query = { division: division ?? "", state, limit: WAITING_PAGE };
  const listed = useCallPages("payments.list", { query }, { ...options, enabled: division !== undefined });
  const own = useCallPages(
    "payments.ofHousehold",
    { params: { household: reader?.household ?? "" } },
    { ...options, enabled: division === undefined && reader?.household !== undefined },
  );
  const pages = division === undefined ? own : listed;
  const inState = pages.items?.filter((payment) => payment.state === state);
  const mine = inState?.filter(
    (payment) => reader !== undefined && openSteps(actions, payment, reader).some((step) => step.act === act),
  );
  return { ...pages, mine, others: (inState?.length ?? 0) - (mine?.length ?? 0) };
}
