import { Link } from "react-router";
import { PAGES } from "../../app/routes.ts";
import { roleWords, useReader } from "../../ledger/reader.ts";
import { useTexts } from "../../texts/language.tsx";
import { homeTexts } from "./texts.ts";

/** Roles whose work is looking, not writing. */
const READING_ROLES: readonly string[] = ["auditor", "director", "statistician"];
const PATHS = ["/overview", "/households", "/funds", "/funds/flow", "/services", "/explorer"];

/** A household's own things, each one click away. */
const OWN = [
  { title: homeTexts.ownFile, about: homeTexts.ownFileAbout, path: (id: string) => `/households/${id}` },
  {
    title: homeTexts.ownMoney,
    about: homeTexts.ownMoneyAbout,
    path: (id: string) => `/funds/households/${id}`,
  },
  {
    title: homeTexts.ownServices,
    about: homeTexts.ownServicesAbout,
    path: (id: string) => `/services/${id}`,
  },
];

/** For a villager: what is recorded about her household, and who did what for it. */
export function OwnHousehold() {
  const { t } = useTexts();
  const { reader } = useReader();
  const household = reader?.household;
  if (household === undefined) return null;
  return (
    <section aria-labelledby="own">
      <h2 id="own">{t(homeTexts.own)}</h2>
      <ul className="cards">
        {OWN.map(({ title, about, path }) => (
          <li key={title.en}>
            <Link className="card-link" to={path(household)}>
              <strong>{t(title)}</strong>
              <span className="muted">{t(about)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** For those who come to look: the pages made for their role, as large as others' tasks. */
export function Views() {
  const { t } = useTexts();
  const { reader } = useReader();
  const words = reader === undefined ? [] : roleWords(reader);
  if (!words.some((word) => READING_ROLES.includes(word))) return null;
  const pages = PATHS.flatMap((path) => PAGES.filter((page) => page.path === path)).filter(
    ({ roles }) => roles === undefined || roles.some((role) => words.includes(role)),
  );
  return (
    <section aria-labelledby="views">
      <h2 id="views">{t(homeTexts.views)}</h2>
      <ul className="cards">
        {pages.map(({ path, title, help }) => (
          <li key={path}>
            <Link className="card-link" to={path}>
              <strong>{t(title)}</strong>
              {help[0] === undefined ? null : <span className="muted">{t(help[0])}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
