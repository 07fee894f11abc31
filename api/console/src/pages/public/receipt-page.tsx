import { Button, Input } from "antd";
import { useRef, useState } from "react";
import { Failure } from "../../app/states.tsx";
import { useClient } from "../../ledger/client.tsx";
import { useTexts } from "../../texts/language.tsx";
import type { Both } from "../../texts/text.ts";
import { checkReceipt, RECEIPT_CHARACTERS_MAX, type ReceiptReport } from "./receipt.ts";
import { ReceiptReportView } from "./receipt-report.tsx";
import { publicTexts } from "./texts.ts";

interface State {
  busy: boolean;
  report?: ReceiptReport;
  chainId?: string;
  error?: unknown;
}

/** Checks a receipt from a file or from pasted text, in this browser; open to everybody. */
export default function ReceiptPage() {
  const { t } = useTexts();
  const client = useClient();
  const [text, setText] = useState("");
  const [wrongFile, setWrongFile] = useState<Both | undefined>();
  const [state, setState] = useState<State>({ busy: false });

  /** Counts what was asked for: a verdict must never stand beside another text than its own. */
  const asked = useRef(0);
  const begin = (busy: boolean) => {
    setState({ busy });
    return ++asked.current;
  };

  const check = async (receipt: string) => {
    const mine = begin(true);
    let end: State;
    try {
      // The only thing asked for is genesis, whose hash is in the network's id.
      const trust = await client.trust();
      end = { busy: false, report: checkReceipt(receipt, trust), chainId: trust.chainId };
    } catch (error) {
      end = { busy: false, error };
    }
    if (mine === asked.current) setState(end);
  };

  const take = async (file: File | undefined) => {
    if (file === undefined) return undefined;
    const mine = begin(false);
    if (file.size > RECEIPT_CHARACTERS_MAX) return setWrongFile(publicTexts.tooLong);
    setWrongFile(undefined);
    const read = await file.text().catch(() => undefined);
    if (mine !== asked.current) return undefined;
    if (read === undefined) return setWrongFile(publicTexts.unreadable);
    setText(read);
    return check(read);
  };

  const { busy, report, chainId = "", error } = state;
  return (
    <div className="stack">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void check(text);
        }}
      >
        <div className="field">
          <label htmlFor="receipt-file">{t(publicTexts.file)}</label>
          <input
            id="receipt-file"
            type="file"
            accept=".json,application/json"
            aria-describedby="receipt-file-error"
            onChange={(event) => {
              void take(event.target.files?.[0]);
              // So that the same file, corrected, can be chosen again.
              event.target.value = "";
            }}
          />
          <div id="receipt-file-error" className="field-error" aria-live="polite">
            {wrongFile === undefined ? null : t(wrongFile)}
          </div>
        </div>
        <div className="field">
          <label htmlFor="receipt-text">{t(publicTexts.text)}</label>
          <Input.TextArea
            id="receipt-text"
            className="mono"
            rows={6}
            spellCheck={false}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              begin(false);
            }}
          />
        </div>
        <div>
          <Button type="primary" htmlType="submit" loading={busy} disabled={text.trim() === ""}>
            {t(publicTexts.check)}
          </Button>
        </div>
      </form>
      <div aria-live="polite">
        {error === undefined ? null : <Failure error={error} retry={() => void check(text)} />}
        {report === undefined ? null : <ReceiptReportView report={report} chainId={chainId} />}
      </div>
    </div>
  );
}
