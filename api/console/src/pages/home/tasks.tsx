import { Link } from "react-router";
import { Nothing, QueryState } from "../../app/states.tsx";
import { mayTry, useDescription, useReader } from "../../ledger/reader.ts";
import { useTexts } from "../../texts/language.tsx";
import { homeTexts } from "./texts.ts";

/** Actions that the start page shows; the others are one click away. */
const SHOWN = 8;

/** Where an action is taken: some have a form of their own, and a household confirms what it finds in its own list. */
function placeOf(action: string, household: string | undefined): string {
  if (action === "service.record") return "/services/new";
  if (action === "service.acknowledge" && household !== undefined) return `/services/${household}`;
  return `/actions/${action}`;
}

/** What the reader's roles may do, the daily work first: managing organisations and keys comes last. */
export function Tasks() {
  const { t } = useTexts();
  const { reader } = useReader();
  const description = useDescription();
  return (
    <section aria-labelledby="tasks">
      <h2 id="tasks">{t(homeTexts.tasks)}</h2>
      <QueryState query={description}>
        {({ data }) => {
          const mine = data.actions
            .filter(({ permission }) => reader !== undefined && mayTry(permission, reader))
            .sort((a, b) => Number(a.module === "access") - Number(b.module === "access"));
          if (mine.length === 0) return <Nothing text={homeTexts.noTasks} />;
          return (
            <>
              <ul className="cards">
                {mine.slice(0, SHOWN).map(({ type, title }) => (
                  <li key={type}>
                    <Link className="card-link" to={placeOf(type, reader?.household)}>
                      <strong>{t(title)}</strong>
                    </Link>
                  </li>
                ))}
              </ul>
              {mine.length > SHOWN ? (
                <p>
                  <Link to="/actions">{t(homeTexts.allTasks)}</Link>
                </p>
              ) : null}
            </>
          );
        }}
      </QueryState>
    </section>
  );
}
