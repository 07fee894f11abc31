import { CODE_LISTS, codeLabel } from "@jingzhun/ledger";
import { useTexts } from "../texts/language.tsx";
import { useYear } from "./era.tsx";
import { appTexts } from "./texts.ts";

interface Props {
  readonly id: string;
  readonly label: string;
  /** Name of a code list. */
  readonly list: string;
  /** "": all */
  readonly value: string;
  readonly onChange: (code: string) => void;
}

/** Narrows a list down to one code, by the words of the network's year. */
export function CodeSelect({ id, label, list, value, onChange }: Props) {
  const { t, language } = useTexts();
  const year = useYear();
  const codes = CODE_LISTS.get(list);
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t(appTexts.all)}</option>
        {codes?.entries.map((entry) => (
          <option key={entry.id} value={entry.id}>
            {codeLabel(codes, entry.id, language, year)}
          </option>
        ))}
      </select>
    </>
  );
}

/** The code that an address asks for; "" for none, and for what isn't in the list. */
export function askedCode(search: URLSearchParams, name: string, list: string): string {
  const asked = search.get(name) ?? "";
  return CODE_LISTS.get(list)?.entries.some(({ id }) => id === asked) === true ? asked : "";
}
