import { Alert, Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { Failure } from "../../app/states.tsx";
import { useClient } from "../../ledger/client.tsx";
import { useTexts } from "../../texts/language.tsx";
import type { Both } from "../../texts/text.ts";
import { checkReceipt, receiptText } from "../public/receipt.ts";
import { explorerTexts } from "./texts.ts";

interface State {
  busy: boolean;
  told?: { type: "success" | "warning" | "error"; text: Both };
  error?: unknown;
}

/** Hands a text to the browser as a file to keep. */
function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** Fetches the outcome's proof, checks it as anybody would, and saves it. What doesn't hold isn't handed out. */
export function ExportReceipt({ id }: { id: string }) {
  const { t } = useTexts();
  const client = useClient();
  const [{ busy, told, error }, setState] = useState<State>({ busy: false });
  const made = async (): Promise<NonNullable<State["told"]>> => {
    const { data } = await client.call("transactions.get", { params: { id }, query: { proof: true } });
    const trust = await client.trust();
    const { finality } = data;
    const text = finality === undefined ? undefined : receiptText(trust.chainId, id, finality);
    if (text === undefined) return { type: "warning", text: explorerTexts.noReceipt };
    const report = checkReceipt(text, trust);
    if (!report.proved && report.why === "wrong") return { type: "error", text: explorerTexts.wrongReceipt };
    save(`jingzhun-receipt-${id.slice(0, 16)}.json`, text);
    return report.proved
      ? { type: "success", text: explorerTexts.exported }
      : { type: "warning", text: explorerTexts.exportedUnchecked };
  };
  const start = async () => {
    setState({ busy: true });
    try {
      setState({ busy: false, told: await made() });
    } catch (failure) {
      setState({ busy: false, error: failure });
    }
  };
  return (
    <div className="stack">
      <div className="row">
        <Button loading={busy} onClick={() => void start()}>
          {t(explorerTexts.exportReceipt)}
        </Button>
        <Link to={`/transactions/${id}`}>{t(explorerTexts.proof)}</Link>
        <Link to="/public/receipt">{t(explorerTexts.checkReceipt)}</Link>
      </div>
      <div aria-live="polite">
        {error === undefined ? null : <Failure error={error} />}
        {told === undefined ? null : <Alert type={told.type} showIcon title={t(told.text)} />}
      </div>
    </div>
  );
}
