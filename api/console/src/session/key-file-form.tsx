import { Alert, Button, Input } from "antd";
import { type ReactNode, useId, useState } from "react";
import { useTexts } from "../texts/language.tsx";
import type { Both } from "../texts/text.ts";
import { type KeyFile, KeyFileError, openKeyFile, readKeyFile } from "./key-file.ts";
import { useSession } from "./session.tsx";
import { sessionTexts } from "./texts.ts";

/** Signs in with a key file and its passphrase; neither leaves the browser. */
export function KeyFileForm({ children }: { children?: ReactNode }) {
  const { t } = useTexts();
  const { signIn, keeps } = useSession();
  const [file, setFile] = useState<{ name: string; key: KeyFile } | undefined>();
  const [passphrase, setPassphrase] = useState("");
  const [problem, setProblem] = useState<Both | undefined>();
  const [busy, setBusy] = useState(false);
  const ids = { file: useId(), hint: useId(), passphrase: useId(), problem: useId() };

  const told = (error: unknown) => {
    if (!(error instanceof KeyFileError)) throw error;
    setProblem(error.text);
  };
  const choose = async (chosen: File | undefined) => {
    setProblem(undefined);
    setFile(undefined);
    if (chosen === undefined) return;
    try {
      setFile({ name: chosen.name, key: readKeyFile(await chosen.text()) });
    } catch (error) {
      told(error);
    }
  };
  const enter = async () => {
    if (file === undefined) return setProblem(sessionTexts.fileNeeded);
    const { key, name } = file;
    if (key.sealed && passphrase === "") return setProblem(sessionTexts.passphraseNeeded);
    setProblem(undefined);
    setBusy(true);
    try {
      if (!key.sealed) await signIn(key);
      else {
        const seed = await openKeyFile(key, passphrase);
        const person = { name: name.replace(/\.json$/, ""), role: "", organisation: "", division: "" };
        await signIn({ seed, person });
      }
    } catch (error) {
      told(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section>
      <h2>{t(sessionTexts.keyFile)}</h2>
      {children}
      {keeps ? null : <Alert type="warning" showIcon title={t(sessionTexts.notKept)} />}
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <div className="field">
          <label htmlFor={ids.file}>{t(sessionTexts.chooseFile)}</label>
          <input
            id={ids.file}
            type="file"
            accept=".json,application/json"
            aria-describedby={ids.hint}
            onChange={(event) => void choose(event.target.files?.[0])}
          />
          <div id={ids.hint} className="muted">
            {t(sessionTexts.chooseFileHint)}
          </div>
        </div>
        {file?.key.sealed === false ? null : (
          <div className="field">
            <label htmlFor={ids.passphrase}>{t(sessionTexts.passphrase)}</label>
            <Input.Password
              id={ids.passphrase}
              autoComplete="off"
              value={passphrase}
              aria-describedby={problem === undefined ? undefined : ids.problem}
              aria-invalid={problem !== undefined}
              onChange={(event) => setPassphrase(event.target.value)}
            />
          </div>
        )}
        <div id={ids.problem} role="alert" className="field-error">
          {problem === undefined ? null : t(problem)}
        </div>
        <div>
          <Button type="primary" htmlType="submit" loading={busy}>
            {t(busy ? sessionTexts.opening : sessionTexts.signIn)}
          </Button>
        </div>
      </form>
    </section>
  );
}
