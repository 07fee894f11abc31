import { QuestionCircleOutlined } from "@ant-design/icons";
import { Button, Drawer } from "antd";
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "react-router";
import { useTexts } from "../texts/language.tsx";
import type { Both } from "../texts/text.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { appTexts } from "./texts.ts";

const TitleContext = createContext<(title: string | undefined) => void>(() => {});

/** Sets the page's title (heading and tab) to something of its own, such as a household's code. */
export function usePageTitle(title: string | undefined): void {
  const set = use(TitleContext);
  useEffect(() => {
    set(title);
    return () => set(undefined);
  }, [set, title]);
}

/** The frame of every page: its heading, which takes the focus after navigation, its help, and its own failures. */
export function Page({ title, help, children }: { title: Both; help: readonly Both[]; children: ReactNode }) {
  const { t } = useTexts();
  const { pathname } = useLocation();
  const [own, setOwn] = useState<string | undefined>();
  const [helping, setHelping] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const text = own ?? t(title);

  useEffect(() => {
    document.title = `${text} · ${t(appTexts.product)}`;
  }, [text, t]);

  const path = useRef<string | undefined>(undefined);
  useEffect(() => {
    // Not on the first page: there the browser's own start of the document is right.
    if (path.current === undefined && !navigated) navigated = true;
    else if (path.current !== pathname) {
      window.scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    path.current = pathname;
  }, [pathname]);

  const set = useMemo(() => setOwn, []);
  return (
    <TitleContext value={set}>
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {text}
        </h1>
        <Button icon={<QuestionCircleOutlined />} onClick={() => setHelping(true)} aria-haspopup="dialog">
          {t(appTexts.help)}
        </Button>
      </div>
      <ErrorBoundary key={pathname}>{children}</ErrorBoundary>
      <Drawer
        title={t(appTexts.helpOf, { page: t(title) })}
        open={helping}
        onClose={() => setHelping(false)}
        size={Math.min(480, window.innerWidth)}
      >
        {help.map((paragraph) => (
          <p key={paragraph.en}>{t(paragraph)}</p>
        ))}
      </Drawer>
    </TitleContext>
  );
}

let navigated = false;
