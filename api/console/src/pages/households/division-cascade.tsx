import { appTexts } from "../../app/texts.ts";
import { useCall } from "../../ledger/queries.ts";
import { DivisionName } from "../../records/names.tsx";
import { useTexts } from "../../texts/language.tsx";
import { divisionPath, isVillage } from "./division-path.ts";
import { householdTexts } from "./texts.ts";

function Level({
  parent,
  value,
  label,
  choose,
}: {
  parent: string;
  value: string;
  label: string;
  choose: (code: string) => void;
}) {
  const { t } = useTexts();
  const { data } = useCall("divisions.list", { query: { parent, limit: 200 } });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => choose(event.target.value === "" ? parent : event.target.value)}
    >
      <option value="">{t(appTexts.all)}</option>
      {data.items.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** A division chosen level by level, from the reader's own down to a village. */
export function DivisionCascade({
  own,
  value,
  onChange,
}: {
  own: string;
  value: string;
  onChange: (code: string) => void;
}) {
  const { t } = useTexts();
  const path = divisionPath(own, value);
  return (
    <div className="row">
      <span>
        <DivisionName code={own} />
      </span>
      {path
        .filter((code) => !isVillage(code))
        .map((parent, i) => (
          <Level
            key={parent}
            parent={parent}
            value={path[i + 1] ?? ""}
            label={`${t(householdTexts.division)} ${i + 1}`}
            choose={onChange}
          />
        ))}
    </div>
  );
}
