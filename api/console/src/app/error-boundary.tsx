import { Alert, Button } from "antd";
import { Component, type ReactNode } from "react";
import { useTexts } from "../texts/language.tsx";
import { appTexts } from "./texts.ts";

/** A part that couldn't be fetched: the browsers' own words, which differ. */
const MISSING_PART = /dynamically imported module|importing a module script|error loading/i;

function Broken({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTexts();
  const text = error instanceof Error ? error.message : String(error);
  if (MISSING_PART.test(text)) {
    return (
      <Alert
        role="alert"
        type="warning"
        showIcon
        title={t(appTexts.partMissing)}
        action={
          <div className="row">
            <Button onClick={retry}>{t(appTexts.retry)}</Button>
            <Button onClick={() => location.reload()}>{t(appTexts.reload)}</Button>
          </div>
        }
      />
    );
  }
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      title={t(appTexts.broken)}
      description={
        <>
          <p>{t(appTexts.brokenHint)}</p>
          <code>{text}</code>
        </>
      }
      action={<Button onClick={retry}>{t(appTexts.retry)}</Button>}
    />
  );
}

/** Keeps one page's failure to that page: header and navigation go on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown; failed: boolean }> {
  override state = { error: undefined as unknown, failed: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Broken error={this.state.error} retry={() => this.setState({ error: undefined, failed: false })} />
    );
  }
}
