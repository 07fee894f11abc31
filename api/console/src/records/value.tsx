import { CODE_LISTS, codeLabel } from "@jingzhun/ledger";
import type { ReactNode } from "react";
import { useYear } from "../app/era.tsx";
import { appTexts } from "../app/texts.ts";
import { fieldLabel } from "../texts/fields.ts";
import { dateOf, moneyOf, numberOf, timeOf } from "../texts/formats.ts";
import { useTexts } from "../texts/language.tsx";
import type { Language } from "../texts/text.ts";
import { codeListOf } from "./code-lists.ts";
import { DivisionName, OrganisationName } from "./names.tsx";
import { RecordLink } from "./record-link.tsx";

/** One value of a record, by the name of its field: amounts in yuan, codes by their labels, ids as links. */
export function Value({
  name,
  value,
  record = "",
}: {
  name: string;
  value: unknown;
  record?: string;
}): ReactNode {
  const { t, language } = useTexts();
  if (value === null || value === undefined) return <span className="muted">—</span>;
  if (value instanceof Uint8Array)
    return (
      <span className="mono">{[...value].map((byte) => byte.toString(16).padStart(2, "0")).join("")}</span>
    );
  if (typeof value === "boolean") return t(value ? appTexts.yes : appTexts.no);
  if (typeof value === "number") return numberText(name, value, language);
  if (typeof value === "string") return <Text name={name} value={value} record={record} />;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="muted">—</span>;
    return (
      <ul>
        {value.map((item, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a shown value doesn't change places
          <li key={i}>
            <Value name={name} value={item} record={record} />
          </li>
        ))}
      </ul>
    );
  }
  return <Facts fields={value as { [name: string]: unknown }} record={record} />;
}

function numberText(name: string, value: number, language: Language): string {
  if (name === "fen" || name.endsWith("Fen")) return moneyOf(value, language);
  if (/^(time|timestamp|at)$|At$/.test(name)) return timeOf(value, language);
  // A year is no quantity, and neither is the number of something.
  return name === "year" || name === "n" ? String(value) : numberOf(value, language);
}

const DIVISION_FIELDS: ReadonlySet<string> = new Set(["division", "village", "township", "county", "parent"]);
const ORGANISATION_FIELDS: ReadonlySet<string> = new Set(["organisation", "host", "bank"]);

function Text({ name, value, record }: { name: string; value: string; record: string }): ReactNode {
  const { language } = useTexts();
  const year = useYear();
  const list = CODE_LISTS.get(codeListOf(record, name) ?? "");
  if (list?.entries.some(({ id }) => id === value)) return codeLabel(list, value, language, year);
  if (/^\d{12}$/.test(value) && DIVISION_FIELDS.has(name))
    return (
      <>
        <DivisionName code={value} /> <small className="muted mono">{value}</small>
      </>
    );
  if (ORGANISATION_FIELDS.has(name)) return <OrganisationName id={value} />;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dateOf(value, language);
  if (/^H[0-9A-HJKMNP-TV-Z]{17}$/.test(value))
    return <RecordLink recordKey={`household/${value}`} text={value} />;
  if (/^P[0-9A-HJKMNP-TV-Z]{17}$/.test(value))
    return <RecordLink recordKey={`person/${value}`} text={value} />;
  if (/^I[0-9A-HJKMNP-TV-Z]{17}$/.test(value))
    return <RecordLink recordKey={`indicator/${value}`} text={value} />;
  return value;
}

/** Named fields, in the order in which they come. */
export function Facts({ fields, record = "" }: { fields: { [name: string]: unknown }; record?: string }) {
  const { language } = useTexts();
  return (
    <dl className="facts">
      {Object.entries(fields).map(([name, value]) => (
        <div key={name}>
          <dt>{fieldLabel(name, language)}</dt>
          <dd>
            <Value name={name} value={value} record={record} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
