import { Link } from "react-router";
import { useCall } from "../../ledger/queries.ts";
import { useTexts } from "../../texts/language.tsx";
import { fundTexts } from "./fund-texts.ts";

export function PaymentLink({ household, n }: { household: string; n: number }) {
  const { t } = useTexts();
  return <Link to={`/funds/payments/${household}/${n}`}>{t(fundTexts.numbered, { household, n })}</Link>;
}

export function IndicatorLink({ id, text }: { id: string; text?: string | undefined }) {
  return <Link to={`/funds/indicators/${id}`}>{text ?? id}</Link>;
}

/** What a record's key names, as a link to the page that shows it. */
export function AboutLink({ recordKey }: { recordKey: string }) {
  const [kind, id = "", part, n] = recordKey.split("/");
  if (kind === "indicator") return <IndicatorLink id={id} />;
  if (kind === "household" && part === "payments") return <PaymentLink household={id} n={Number(n)} />;
  return <Link to={`/records/${recordKey}`}>{recordKey}</Link>;
}

/** The transaction at a place in a block. */
export function TransactionAt({ height, index }: { height: number; index: number }) {
  const { t } = useTexts();
  const { data } = useCall("chain.block", { params: { height } }, { retry: false });
  const id = data?.data.outcomes[index]?.id;
  if (id === undefined) return <span className="muted">—</span>;
  return <Link to={`/transactions/${id}`}>{t(fundTexts.transaction)}</Link>;
}

/** The transaction in which an indicator came into being: the first entry of its account is that. */
export function IndicatorTransaction({ id }: { id: string }) {
  const { data } = useCall(
    "funds.postings",
    { params: { account: `indicator.${id}` }, query: { limit: 1 } },
    { retry: false },
  );
  const first = data?.items[0];
  return first === undefined ? null : <TransactionAt height={first.height} index={first.txIndex} />;
}
