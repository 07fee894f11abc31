import { useSearchParams } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { FindForm } from "../../app/find-form.tsx";
import { QueryState } from "../../app/states.tsx";
import { TableHead } from "../../app/table-head.tsx";
import { TableScroll } from "../../app/table-scroll.tsx";
import { useCall } from "../../ledger/queries.ts";
import { moneyOf, numberOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { isDivisionPrefix, levelsOf } from "./division-levels.ts";
import { publicTexts } from "./texts.ts";

/** ms between two looks: there is no stream without signing in. */
const RENEW_MS = 15_000;

function Level({ division }: { division: string }) {
  const { t, language } = useTexts();
  const query = useCall(
    "public.statistics",
    { query: { division } },
    { retry: false, refetchInterval: RENEW_MS },
  );
  const cell = (value: number | null, write: (value: number) => string) => (
    <td className="number">{value === null ? t(publicTexts.suppressed) : write(value)}</td>
  );
  const count = (value: number) => numberOf(value, language);
  if (query.data === undefined)
    return (
      <tr>
        <td colSpan={4}>
          <QueryState query={query} rows={1}>
            {() => null}
          </QueryState>
        </td>
      </tr>
    );
  const { name, households, persons, fundsPaidFen } = query.data.data;
  return (
    <tr>
      <th scope="row">
        {name} <small className="muted mono">{division}</small>
        <div>
          <AsOf answer={query.data} />
        </div>
      </th>
      {cell(households, count)}
      {cell(persons, count)}
      {cell(fundsPaidFen, (fen) => moneyOf(fen, language))}
    </tr>
  );
}

/** Released figures of a division and of those above it; open to everybody. */
export default function StatisticsPage() {
  const { t } = useTexts();
  const [search, setSearch] = useSearchParams();
  const division = search.get("division") ?? "";
  const levels = levelsOf(division);
  const heads = [publicTexts.division, publicTexts.households, publicTexts.persons, publicTexts.paid];
  return (
    <div className="stack">
      <FindForm
        id="public-division"
        label={publicTexts.code}
        button={publicTexts.show}
        wrongText={publicTexts.codeWrong}
        initial={division}
        initiallyWrong={division !== "" && !isDivisionPrefix(division)}
        input={{
          className: "id-input",
          inputMode: "numeric",
          autoComplete: "off",
          placeholder: t(publicTexts.codeHint),
        }}
        find={(code) => {
          const fits = isDivisionPrefix(code);
          if (fits) setSearch({ division: code });
          return fits;
        }}
      />
      {levels.length === 0 ? null : (
        <TableScroll label={t(publicTexts.ofDivision)}>
          <table className="plain">
            <caption className="visually-hidden">{t(publicTexts.ofDivision)}</caption>
            <TableHead heads={heads} />
            <tbody>
              {levels.map((code) => (
                <Level key={code} division={code} />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </div>
  );
}
