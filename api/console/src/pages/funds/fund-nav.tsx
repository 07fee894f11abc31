import { NavLink } from "react-router";
import { useReader } from "../../ledger/reader.ts";
import { useTexts } from "../../texts/language.tsx";
import { fundTexts } from "./fund-texts.ts";
import { readsFunds } from "./open-steps.ts";
import { fundPageTexts } from "./texts.ts";

const PARTS = [
  { to: "/funds", text: fundPageTexts.indicators },
  { to: "/funds/payments", text: fundPageTexts.payments },
  { to: "/funds/flow", text: fundPageTexts.flow },
  { to: "/funds/inbox", text: fundPageTexts.inbox },
] as const;

/** The pages about funds, at the head of each of them, for whom they are. */
export function FundNav() {
  const { t } = useTexts();
  const { reader } = useReader();
  if (reader === undefined || !reader.roles.some(({ division }) => readsFunds(reader, division))) return null;
  return (
    <nav aria-label={t(fundTexts.parts)} className="fund-parts">
      {PARTS.map(({ to, text }) => (
        <NavLink key={to} to={to} end>
          {t(text)}
        </NavLink>
      ))}
    </nav>
  );
}
