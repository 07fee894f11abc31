import { Link } from "react-router";
import { Nothing, QueryState } from "../../app/states.tsx";
import { type ActionDescription, mayTry, useDescription, useReader } from "../../ledger/reader.ts";
import { useTexts } from "../../texts/language.tsx";
import { moduleName } from "../../texts/modules.ts";
import { roleName } from "../../texts/roles.ts";
import { actionTexts } from "./texts.ts";

function byModule(actions: readonly ActionDescription[]): [string, ActionDescription[]][] {
  const groups = new Map<string, ActionDescription[]>();
  for (const action of actions) groups.set(action.module, [...(groups.get(action.module) ?? []), action]);
  return [...groups];
}

function Groups({ actions, mine }: { actions: readonly ActionDescription[]; mine: boolean }) {
  const { t, language } = useTexts();
  return byModule(actions).map(([module, list]) => (
    <section key={module} aria-labelledby={`module-${module}-${mine}`}>
      <h3 id={`module-${module}-${mine}`}>{t(moduleName(module))}</h3>
      <ul className="cards">
        {list.map(({ type, title, permission }) => {
          const roles = [...new Set(permission.map(({ role }) => roleName(role, language)))].join("、");
          return (
            <li key={type}>
              {mine ? (
                <Link className="card-link" to={`/actions/${type}`}>
                  <strong>{t(title)}</strong>
                </Link>
              ) : (
                <div className="panel">
                  <div>{t(title)}</div>
                  <div className="muted">{t(actionTexts.who, { roles })}</div>
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  ));
}

/** What the reader may do, by module, and who does the rest. */
export default function ActionList() {
  const { t } = useTexts();
  const { reader } = useReader();
  const description = useDescription();
  return (
    <QueryState query={description}>
      {({ data: { actions } }) => {
        const may = (action: ActionDescription) => reader !== undefined && mayTry(action.permission, reader);
        const mine = actions.filter(may);
        return (
          <div className="stack">
            <h2>{t(actionTexts.mine)}</h2>
            {mine.length === 0 ? <Nothing text={actionTexts.nothing} /> : <Groups actions={mine} mine />}
            <details>
              <summary>{t(actionTexts.others)}</summary>
              <Groups actions={actions.filter((action) => !may(action))} mine={false} />
            </details>
          </div>
        );
      }}
    </QueryState>
  );
}
