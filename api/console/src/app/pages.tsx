import { Button } from "antd";
import { Suspense, useEffect } from "react";
import { Link, Route, Routes } from "react-router";
import { useReader } from "../ledger/reader.ts";
import { useSession } from "../session/session.tsx";
import { SignInPage } from "../session/sign-in-page.tsx";
import { sessionTexts } from "../session/texts.ts";
import { useTexts } from "../texts/language.tsx";
import type { PageRoute } from "./area.ts";
import { Page } from "./page.tsx";
import { PageModules } from "./page-modules.ts";
import { PAGES } from "./routes.ts";
import { Failure, Loading, Nothing } from "./states.tsx";
import { appTexts } from "./texts.ts";

const SIGN_IN = { title: sessionTexts.title, help: [sessionTexts.help1, sessionTexts.help2] };
const NOT_FOUND = { title: appTexts.notFound, help: [appTexts.notFoundHint] };

const MODULES = new PageModules();
/** ms after which the other pages' modules are loaded ahead: the first page's own reads come first. */
const LOAD_AHEAD_MS = 3_000;

function RoutedPage({ route }: { route: PageRoute }) {
  const { session } = useSession();
  const me = useReader();
  const Content = MODULES.component(route);
  if (route.open !== true) {
    if (session.state === "opening") return <Loading />;
    if (session.state === "out") {
      return (
        <Page {...SIGN_IN}>
          <SignInPage />
        </Page>
      );
    }
  }
  const waits = route.open !== true && me.reader === undefined;
  return (
    <Page title={route.title} help={route.help}>
      {waits && me.error !== null ? <Failure error={me.error} retry={() => void me.refetch()} /> : null}
      {waits && me.error === null ? <Loading /> : null}
      {waits ? null : (
        <Suspense fallback={<Loading />}>
          <Content />
        </Suspense>
      )}
    </Page>
  );
}

function NotFound() {
  const { t } = useTexts();
  return (
    <Page {...NOT_FOUND}>
      <Nothing text={appTexts.notFoundHint}>
        <Link to="/">
          <Button type="primary">{t(appTexts.home)}</Button>
        </Link>
      </Nothing>
    </Page>
  );
}

/** The page of the current address. Signing in shows in its place, so that nobody loses where they were. */
export function Pages() {
  const { session } = useSession();
  const signedIn = session.state === "in";
  useEffect(() => {
    if (!signedIn) return undefined;
    const timer = setTimeout(() => void MODULES.loadAhead(PAGES), LOAD_AHEAD_MS);
    return () => clearTimeout(timer);
  }, [signedIn]);
  return (
    <Routes>
      {PAGES.map((route) => (
        <Route key={route.path} path={route.path} element={<RoutedPage key={route.path} route={route} />} />
      ))}
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
