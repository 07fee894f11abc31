import { NotFoundError } from "@jingzhun/client-sdk";
import { Alert } from "antd";
import { Loading } from "../app/states.tsx";
import { useCall } from "../ledger/queries.ts";
import { useTexts } from "../texts/language.tsx";
import { KeyFileForm } from "./key-file-form.tsx";
import { RolePicker } from "./role-picker.tsx";
import { useSession } from "./session.tsx";

/** Shown in place of a page that needs signing in: whoever signs in goes on where they were. */
export function SignInPage() {
  const { t } = useTexts();
  const { session } = useSession();
  // Only test networks answer this, and only to the machine itself.
  const operators = useCall("testnet.operators", {}, { retry: false });
  const notice = session.state === "out" ? session.notice : undefined;
  return (
    <div className="stack">
      {notice === undefined ? null : (
        <Alert role="alert" type="warning" showIcon title={t(notice.text, notice.values)} />
      )}
      {operators.isPending ? <Loading /> : null}
      {operators.data === undefined || operators.data.length === 0 ? null : (
        <RolePicker operators={operators.data} />
      )}
      {operators.isPending ? null : (
        <KeyFileForm>
          {operators.error === null || operators.error instanceof NotFoundError ? null : (
            <Alert type="info" showIcon title={operators.error.message} />
          )}
        </KeyFileForm>
      )}
    </div>
  );
}
