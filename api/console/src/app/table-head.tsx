import { useTexts } from "../texts/language.tsx";
import type { Both } from "../texts/text.ts";

/** The head of a table: one column each, by its text or by what says it in either language. */
export function TableHead({ heads }: { heads: readonly (Both | string)[] }) {
  const { t } = useTexts();
  const texts = heads.map((head) => (typeof head === "string" ? head : t(head)));
  return (
    <thead>
      <tr>
        {texts.map((text) => (
          <th key={text} scope="col">
            {text}
          </th>
        ))}
      </tr>
    </thead>
  );
}
