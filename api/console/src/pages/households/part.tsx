import { type ReactNode, useState } from "react";
import { History } from "../../records/history.tsx";
import { useTexts } from "../../texts/language.tsx";
import type { Both } from "../../texts/text.ts";
import { householdTexts } from "./texts.ts";

/** One of the file's parts. */
export function Part({ id, title, children }: { id: string; title: Both; children: ReactNode }) {
  const { t } = useTexts();
  return (
    <section className="panel stack" aria-labelledby={id}>
      <h2 id={id}>{t(title)}</h2>
      {children}
    </section>
  );
}

/** A history is long and read seldom: it is asked for when it is opened. */
export function Changes(props: { recordKey: string; record: string; household?: string }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t(householdTexts.showHistory)}</summary>
      {open ? <History {...props} heading="h4" /> : null}
    </details>
  );
}
