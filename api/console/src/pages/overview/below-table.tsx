import { Link, useSearchParams } from "react-router";
import { Nothing } from "../../app/states.tsx";
import { TableHead } from "../../app/table-head.tsx";
import { moneyOf, numberOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { fundFigures } from "./figures.ts";
import { addressOf, type Below } from "./overview-data.ts";
import { overviewTexts } from "./texts.ts";

/** The divisions below, a row each: its name leads to its own overview, each figure to its list. */
export function BelowTable({ below, cut }: { below: readonly Below[]; cut: boolean }) {
  const { t, language } = useTexts();
  const [search] = useSearchParams();
  if (below.length === 0) return <Nothing text={overviewTexts.noChildren} />;
  const inside = (division: string) => {
    const next = new URLSearchParams(search);
    next.set("division", division);
    return `?${next}`;
  };
  const heads = [
    overviewTexts.division,
    overviewTexts.households,
    overviewTexts.persons,
    overviewTexts.paid,
    overviewTexts.waiting,
    overviewTexts.services,
  ];
  return (
    <>
      <div className="table-scroll">
        <table className="plain" aria-labelledby="overview-below">
          <TableHead heads={heads} />
          <tbody>
            {below.map(({ division, name, counters }) => {
              const { paid, waiting } = fundFigures(counters);
              const count = (counter: string) => numberOf(counters[counter] ?? 0, language);
              const cells = [
                {
                  head: overviewTexts.households,
                  text: count("households"),
                  to: addressOf("households", division, { counted: "1" }),
                },
                {
                  head: overviewTexts.persons,
                  text: count("persons"),
                  to: addressOf("households", division, { counted: "1" }),
                },
                {
                  head: overviewTexts.paid,
                  text: moneyOf(paid, language),
                  to: addressOf("payments", division, { paid: "1" }),
                },
                {
                  head: overviewTexts.waiting,
                  text: moneyOf(waiting, language),
                  to: addressOf("payments", division, { state: "approved" }),
                },
                {
                  head: overviewTexts.services,
                  text: count("services"),
                  to: addressOf("services", division),
                },
              ];
              return (
                <tr key={division}>
                  <th scope="row">
                    <Link to={inside(division)}>{name}</Link>
                  </th>
                  {cells.map(({ head, text, to }) => (
                    <td key={head.en} className="number">
                      <Link to={to} aria-label={`${name} ${t(head)} ${text}`}>
                        {text}
                      </Link>
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {cut ? <p className="muted">{t(overviewTexts.moreBelow, { count: below.length })}</p> : null}
    </>
  );
}
