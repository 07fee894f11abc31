import { Link } from "react-router";
import { QueryState } from "../../app/states.tsx";
import { mayTry, useDescription, useReader } from "../../ledger/reader.ts";
import { useTexts } from "../../texts/language.tsx";
import { roleName } from "../../texts/roles.ts";
import { fitting, nextSteps } from "./steps.ts";
import { householdTexts } from "./texts.ts";

/** A service has a form of its own, made for the field. */
function formOf(type: string, household: string): string {
  const form = type === "service.record" ? "/services/new" : `/actions/${type}`;
  return `${form}?householdId=${household}`;
}

/** What may be done with the file in its state, and by whom; the reader's own are links to the forms. */
export function NextSteps({ household, state }: { household: string; state: string }) {
  const { t, language } = useTexts();
  const { reader } = useReader();
  const description = useDescription();
  return (
    <section className="panel" aria-labelledby="next-steps">
      <h2 id="next-steps">{t(householdTexts.next)}</h2>
      <QueryState query={description}>
        {({ data: { actions } }) => {
          const steps = nextSteps(actions, state);
          if (steps.length === 0) return <p className="muted">{t(householdTexts.noNext)}</p>;
          return (
            <ul className="cards">
              {steps.map(({ type, title, permission }) => {
                const rows = fitting(permission, state);
                const roles = [...new Set(rows.map(({ role }) => roleName(role, language)))].join("、");
                const mine = reader !== undefined && mayTry(rows, reader);
                return (
                  <li key={type} className="panel">
                    {mine ? <Link to={formOf(type, household)}>{t(title)}</Link> : t(title)}
                    <div className="muted">{t(householdTexts.who, { roles })}</div>
                  </li>
                );
              })}
            </ul>
          );
        }}
      </QueryState>
    </section>
  );
}
