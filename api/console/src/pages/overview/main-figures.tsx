import { Link } from "react-router";
import { moneyOf, numberOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import type { Both } from "../../texts/text.ts";
import { type Counters, fundFigures } from "./figures.ts";
import { addressOf } from "./overview-data.ts";
import { overviewTexts } from "./texts.ts";

export interface MainFigure {
  readonly label: Both;
  readonly text: string;
  readonly to: string;
}

export function useMainFigures(division: string, counters: Counters): MainFigure[] {
  const { t, language } = useTexts();
  const { arrived, paid, waiting, stuck, unconfirmed } = fundFigures(counters);
  const count = (name: string) => ({ count: numberOf(counters[name] ?? 0, language) });
  const money = (fen: number | undefined) =>
    fen === undefined ? t(overviewTexts.heldAbove) : moneyOf(fen, language);
  const households = addressOf("households", division, { counted: "1" });
  const indicators = addressOf("indicators", division);
  const payments = (state: string) => addressOf("payments", division, { state });
  return [
    {
      label: overviewTexts.households,
      text: t(overviewTexts.householdCount, count("households")),
      to: households,
    },
    { label: overviewTexts.persons, text: t(overviewTexts.personCount, count("persons")), to: households },
    { label: overviewTexts.arrived, text: money(arrived), to: indicators },
    { label: overviewTexts.paid, text: money(paid), to: addressOf("payments", division, { paid: "1" }) },
    { label: overviewTexts.stuck, text: money(stuck), to: indicators },
    {
      label: overviewTexts.services,
      text: t(overviewTexts.serviceCount, count("services")),
      to: addressOf("services", division),
    },
    { label: overviewTexts.waiting, text: money(waiting), to: payments("approved") },
    { label: overviewTexts.unconfirmed, text: money(unconfirmed), to: payments("paid") },
  ];
}

export function MainFigures({ figures }: { figures: readonly MainFigure[] }) {
  const { t } = useTexts();
  return (
    <section aria-labelledby="overview-figures">
      <h2 id="overview-figures" className="visually-hidden">
        {t(overviewTexts.figures)}
      </h2>
      <ul className="cards">
        {figures.map(({ label, text, to }) => (
          <li key={label.en}>
            <Link className="card-link" to={to}>
              <span className="muted">{t(label)}</span>
              <strong className="overview-figure">{text}</strong>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
