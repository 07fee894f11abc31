import { ForbiddenError, NotFoundError } from "@jingzhun/client-sdk";
import { AsOf } from "../../app/as-of.tsx";
import { Failure, Nothing, QueryState } from "../../app/states.tsx";
import { TableHead } from "../../app/table-head.tsx";
import { TableScroll } from "../../app/table-scroll.tsx";
import { factsSchema } from "../../forms/restricted-facts.ts";
import { useCall } from "../../ledger/queries.ts";
import { Facts, Value } from "../../records/value.tsx";
import { Verify } from "../../records/verify.tsx";
import { fieldLabel } from "../../texts/fields.ts";
import { moneyOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { allFields } from "./all-fields.ts";
import { isSpending, type MoneyLine, sumsByYear } from "./money-sums.ts";
import { Changes } from "./part.tsx";
import { householdTexts } from "./texts.ts";

function Lines({ lines }: { lines: readonly (MoneyLine & { person?: string })[] }) {
  const { t, language } = useTexts();
  if (lines.length === 0) return <p className="muted">{t(householdTexts.noLines)}</p>;
  const heads = [
    t(householdTexts.direction),
    ...["line", "period", "fen", "person"].map((name) => fieldLabel(name, language)),
  ];
  return (
    <>
      <TableScroll label={fieldLabel("income", language)}>
        <table className="plain">
          <TableHead heads={heads} />
          <tbody>
            {lines.map((line) => (
              <tr key={`${line.line} ${line.period} ${line.person ?? ""}`}>
                <td>{t(isSpending(line.line) ? householdTexts.spending : householdTexts.income)}</td>
                <td>
                  <Value name="line" value={line.line} />
                </td>
                <td>{line.period}</td>
                <td className="number">{moneyOf(line.fen, language)}</td>
                <td>
                  {line.person === undefined ? (
                    t(householdTexts.wholeHousehold)
                  ) : (
                    <Value name="person" value={line.person} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <ul>
        {sumsByYear(lines).map(({ year, incomeFen, spendingFen }) => (
          <li key={year}>
            {t(householdTexts.sums, {
              year,
              income: moneyOf(incomeFen, language),
              spending: moneyOf(spendingFen, language),
            })}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Income and spending, living conditions: for those entitled, now or as of a block. */
export function Money({ household, at }: { household: string; at: { height: number } | undefined }) {
  const { t } = useTexts();
  const restricted = useCall(
    "households.restricted",
    { params: { household }, ...(at === undefined ? {} : { query: at }) },
    { live: true, retry: false },
  );
  const key = `household/${household}/restricted`;
  if (restricted.error instanceof ForbiddenError) return <Failure error={restricted.error} />;
  if (restricted.error instanceof NotFoundError) return <Nothing text={householdTexts.noMoney} />;
  return (
    <QueryState query={restricted}>
      {(answer) => {
        const { income = [], ...facts } = answer.data.facts;
        const { income: _, ...shown } = allFields(factsSchema({}), facts);
        return (
          <>
            <Lines lines={income as (MoneyLine & { person?: string })[]} />
            <h3>{t(householdTexts.living)}</h3>
            <Facts
              fields={{ ...shown, effectiveDate: answer.data.effectiveDate }}
              record="household_restricted"
            />
            <AsOf answer={answer} />
            {at === undefined ? <Verify recordKey={key} shownVersion={answer.data.version} /> : null}
            <Changes recordKey={key} record="household_restricted" />
          </>
        );
      }}
    </QueryState>
  );
}
