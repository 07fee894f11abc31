import { ClientError, NetworkError } from "@jingzhun/client-sdk";
import type { UseQueryResult } from "@tanstack/react-query";
import { Alert, Button, Empty, Skeleton } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../texts/language.tsx";
import type { Both } from "../texts/text.ts";
import { appTexts } from "./texts.ts";

/** While something loads: its place is kept, and a screen reader hears it. */
export function Loading({ rows = 4 }: { rows?: number }) {
  const { t } = useTexts();
  return (
    <div role="status" aria-live="polite" className="state-loading">
      <span className="visually-hidden">{t(appTexts.loading)}</span>
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}

/** Nothing to show, and what could be done about it. */
export function Nothing({ text, children }: { text?: Both; children?: ReactNode }) {
  const { t } = useTexts();
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t(text ?? appTexts.empty)}>
      {children}
    </Empty>
  );
}

/** An error in the reader's language: what happened, what to do, its code. */
export function Failure({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const { t } = useTexts();
  const known = error instanceof ClientError ? error : undefined;
  const text = known === undefined ? String((error as Error | undefined)?.message ?? error) : t(known.text);
  return (
    <Alert
      role="alert"
      type={error instanceof NetworkError ? "warning" : "error"}
      showIcon
      title={text}
      description={
        known === undefined ? undefined : (
          <>
            {t(known.hint)}{" "}
            <small className="muted">
              ({t(appTexts.code)} {known.code})
            </small>
          </>
        )
      }
      action={retry === undefined ? undefined : <Button onClick={retry}>{t(appTexts.retry)}</Button>}
    />
  );
}

/** A query's states; its data goes to `children`. Data that was read before stays on screen while it is renewed. */
export function QueryState<T>({
  query,
  rows,
  children,
}: {
  query: Pick<UseQueryResult<T>, "data" | "error" | "refetch">;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  const { data, error } = query;
  const failure = error ? <Failure error={error} retry={() => void query.refetch()} /> : null;
  if (data === undefined) return failure ?? <Loading {...(rows === undefined ? {} : { rows })} />;
  return (
    <>
      {failure}
      {children(data)}
    </>
  );
}
