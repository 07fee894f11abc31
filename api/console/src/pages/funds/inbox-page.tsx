import "./funds.css";
import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { useLocation } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { Failure, Loading, Nothing } from "../../app/states.tsx";
import { appTexts } from "../../app/texts.ts";
import { moneyOf, numberOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { FundNav } from "./fund-nav.tsx";
import { fundTexts } from "./fund-texts.ts";
import { AT_ONCE } from "./limits.ts";
import type { WaitingList } from "./open-steps.ts";
import { keyOf, type Payment, PaymentItems, wordsOf } from "./payment-list.tsx";
import { StepButtons } from "./step-buttons.tsx";
import { type ChosenStep, StepDialog } from "./step-dialog.tsx";
import { LIST_NAMES, useWaiting, useWaitingLists } from "./waiting.ts";
import { waitingTexts } from "./waiting-texts.ts";

/** Steps that ask for nothing of each payment, so that several can be taken at once. */
const TOGETHER = {
  "fund.approve": fundTexts.approveChosen,
  "fund.acknowledge": fundTexts.acknowledgeChosen,
} as const;

function Chosen({
  act,
  payments,
  most,
  chooseFirst,
  chooseNone,
  go,
}: {
  act: keyof typeof TOGETHER;
  payments: readonly Payment[];
  most: number;
  chooseFirst: () => void;
  chooseNone: () => void;
  go: () => void;
}) {
  const { t, language } = useTexts();
  const total = payments.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const count = payments.length;
  return (
    <div className="row fund-chosen">
      {count === 0 ? (
        <Button onClick={chooseFirst}>{t(fundTexts.chooseFirst, { count: most })}</Button>
      ) : (
        <>
          <Button type="primary" aria-haspopup="dialog" onClick={go}>
            {t(TOGETHER[act], { count, amount: moneyOf(total, language) })}
          </Button>
          <Button onClick={chooseNone}>{t(fundTexts.chooseNone)}</Button>
        </>
      )}
    </div>
  );
}

function Waiting({ list, choose }: { list: WaitingList; choose: (step: ChosenStep) => void }) {
  const { t, language } = useTexts();
  const { act, state } = list;
  const { mine, endorsed, others, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, latest } =
    useWaiting(list, true);
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const heading = useRef<HTMLHeadingElement>(null);
  const { hash } = useLocation();
  const asked = hash === `#${state}`;
  const read = mine !== undefined;
  useEffect(() => {
    if (asked && read) heading.current?.scrollIntoView();
  }, [asked, read]);

  const failure = error === null ? null : <Failure error={error} retry={() => void refetch()} />;
  // What was chosen and is still there: others work on the same list.
  const chosen = mine?.filter((payment) => keys.has(keyOf(payment))) ?? [];
  const together = act in TOGETHER && !endorsed && (mine?.length ?? 0) > 1;
  const batch = act as keyof typeof TOGETHER;
  const box = (payment: Payment) => {
    const key = keyOf(payment);
    const on = keys.has(key);
    return (
      <input
        type="checkbox"
        aria-label={t(fundTexts.choose, { payment: t(fundTexts.numbered, wordsOf(payment)) })}
        checked={on}
        disabled={!on && chosen.length >= AT_ONCE}
        onChange={() => {
          const next = new Set(chosen.map(keyOf));
          if (!next.delete(key)) next.add(key);
          setKeys(next);
        }}
      />
    );
  };
  const count = numberOf(mine?.length ?? 0, language);
  return (
    <section className="stack" aria-labelledby={state}>
      <h2 id={state} ref={heading} tabIndex={-1}>
        {t(LIST_NAMES[act])}
        {mine === undefined ? null : (
          <> · {t(hasNextPage ? waitingTexts.countMore : waitingTexts.count, { count })}</>
        )}
      </h2>
      {failure}
      {mine === undefined ? failure === null ? <Loading /> : null : null}
      {mine?.length === 0 ? <Nothing text={fundTexts.nothingWaits} /> : null}
      {mine !== undefined && mine.length > 0 ? (
        <PaymentItems
          items={mine}
          label={t(LIST_NAMES[act])}
          waiting
          before={together ? box : undefined}
          after={(payment) => <StepButtons payment={payment} choose={choose} />}
        />
      ) : null}
      {others === 0 ? null : <p className="muted">{t(fundTexts.byOthers, { count: others })}</p>}
      {together && mine !== undefined ? (
        <Chosen
          act={batch}
          payments={chosen}
          most={Math.min(AT_ONCE, mine.length)}
          chooseFirst={() => setKeys(new Set(mine.slice(0, AT_ONCE).map(keyOf)))}
          chooseNone={() => setKeys(new Set())}
          go={() => choose({ act: batch, payments: chosen })}
        />
      ) : null}
      <div className="row">
        {hasNextPage ? (
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t(appTexts.more)}
          </Button>
        ) : null}
        <AsOf answer={latest} />
      </div>
    </section>
  );
}

/** Payments that wait for a step which the reader may take. */
export default function InboxPage() {
  const lists = useWaitingLists();
  const [chosen, setChosen] = useState<ChosenStep | undefined>();
  return (
    <div className="stack funds">
      <FundNav />
      {lists === undefined ? <Loading /> : null}
      {lists?.length === 0 ? <Nothing text={fundTexts.noInbox} /> : null}
      {lists?.map((list) => (
        <Waiting key={`${list.act} ${list.division}`} list={list} choose={setChosen} />
      ))}
      <StepDialog chosen={chosen} close={() => setChosen(undefined)} />
    </div>
  );
}
