import { Link, useLocation } from "react-router";
import { roleWords, useReader } from "../ledger/reader.ts";
import { useTexts } from "../texts/language.tsx";
import { currentPath } from "./current-path.ts";
import { PAGES } from "./routes.ts";
import { appTexts } from "./texts.ts";

/** The pages for which the reader's roles have use; without signing in, the open ones. */
export function Navigation({ onGo }: { onGo?: () => void }) {
  const { t } = useTexts();
  const { reader } = useReader();
  const { pathname } = useLocation();
  const words = reader === undefined ? undefined : roleWords(reader);
  const shown = PAGES.flatMap((page) =>
    page.navigation === undefined ? [] : [{ page, at: page.navigation }],
  )
    .filter(({ page: { open, roles } }) => {
      if (words === undefined) return open === true;
      return roles === undefined || roles.some((role) => words.includes(role));
    })
    .sort((a, b) => a.at.order - b.at.order);
  const current = currentPath(
    pathname,
    shown.map(({ page }) => page.path),
  );
  return (
    <nav aria-label={t(appTexts.navigation)} className="navigation">
      <ul>
        {shown.map(({ page, at }) => (
          <li key={page.path}>
            <Link
              to={page.path}
              aria-current={page.path === current ? "page" : undefined}
              {...(onGo === undefined ? {} : { onClick: onGo })}
            >
              <span aria-hidden="true">{at.icon}</span>
              {t(at.label ?? page.title)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
