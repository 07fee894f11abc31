import { useCallPages } from "../../ledger/queries.ts";
import { useDescription, useReader } from "../../ledger/reader.ts";
import type { Both } from "../../texts/text.ts";
import { WAITING_PAGE } from "./limits.ts";
import { openSteps, type WaitingList, waitingLists } from "./open-steps.ts";
import { waitingTexts } from "./waiting-texts.ts";

/** Names of the lists. */
export const LIST_NAMES: { readonly [act in WaitingList["act"]]: Both } = {
  "fund.approve": waitingTexts.toApprove,
  "fund.pay": waitingTexts.toPay,
  "fund.acknowledge": waitingTexts.toAcknowledge,
};

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
  const stepOf = (payment: NonNullable<typeof inState>[number]) =>
    reader === undefined ? undefined : openSteps(actions, payment, reader).find((step) => step.act === act);
  const mine = inState?.filter((payment) => stepOf(payment) !== undefined);
  /** Each asks for a household's signature of its own, so none can be taken together with others. */
  const endorsed = mine?.some((payment) => stepOf(payment)?.endorsed === true) ?? false;
  return { ...pages, mine, endorsed, others: (inState?.length ?? 0) - (mine?.length ?? 0) };
}
