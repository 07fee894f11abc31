import type { ProvedValue } from "@jingzhun/client-sdk";
import { Alert, Button } from "antd";
import { useState } from "react";
import { Failure } from "../app/states.tsx";
import { useClient } from "../ledger/client.tsx";
import { useTexts } from "../texts/language.tsx";
import { recordTexts } from "./record-texts.ts";

/** Fetches a record's proof and checks it in this browser; says what was checked. */
export function Verify({ recordKey, shownVersion }: { recordKey: string; shownVersion: number }) {
  const { t } = useTexts();
  const client = useClient();
  const [state, setState] = useState<{ busy: boolean; proved?: ProvedValue; error?: unknown }>({
    busy: false,
  });
  const verify = async () => {
    setState({ busy: true });
    try {
      setState({ busy: false, proved: await client.record(recordKey) });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  const { busy, proved, error } = state;
  return (
    <div className="stack" aria-live="polite">
      <div>
        <Button loading={busy} onClick={() => void verify()}>
          {t(busy ? recordTexts.verifying : recordTexts.verify)}
        </Button>
      </div>
      {error === undefined ? null : <Failure error={error} />}
      {proved === undefined ? null : (
        <Alert
          type={proved.version === shownVersion ? "success" : "warning"}
          showIcon
          title={
            proved.version === shownVersion
              ? t(recordTexts.verified, { version: proved.version, height: proved.height })
              : t(recordTexts.differs)
          }
          description={
            <>
              <p>{t(recordTexts.signed, { signed: proved.signed, validators: proved.validators })}</p>
              {t(recordTexts.stateRoot)}
              <span className="mono">{proved.stateRoot}</span>
            </>
          }
        />
      )}
    </div>
  );
}
