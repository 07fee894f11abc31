import { LogoutOutlined, MenuOutlined } from "@ant-design/icons";
import { NetworkError, SignInError } from "@jingzhun/client-sdk";
import { hex } from "@jingzhun/ledger";
import { Alert, Button, Drawer } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { Link } from "react-router";
import { countDrafts } from "../forms/drafts.ts";
import { countPending } from "../ledger/pending.ts";
import { useCall } from "../ledger/queries.ts";
import { roleWords, useReader } from "../ledger/reader.ts";
import { useSession } from "../session/session.tsx";
import { sessionTexts } from "../session/texts.ts";
import { useTexts } from "../texts/language.tsx";
import { roleName } from "../texts/roles.ts";
import { browserStorage, storageKeeps } from "./browser-storage.ts";
import { Navigation } from "./navigation.tsx";
import { NetworkName, NodeState, useNodeStatus } from "./node-state.tsx";
import { Settings } from "./settings.tsx";
import { appTexts } from "./texts.ts";

/** Whoever is signed in: name, role, organisation, and the way out. */
function Who() {
  const { t, language } = useTexts();
  const { session, signOut } = useSession();
  const { reader, error } = useReader();

  const organisation =
    reader?.organisation ?? (session.state === "in" ? session.person.organisation : undefined);
  const named = useCall(
    "organisations.get",
    { params: { organisation: organisation ?? "" } },
    { enabled: reader !== undefined },
  );

  // A key that the ledger doesn't know (any more) reads nothing: staying signed in would only show errors.
  useEffect(() => {
    if (error instanceof SignInError)
      void signOut({ text: sessionTexts.refused, values: { reason: error.text[language] } });
  }, [error, language, signOut]);

  if (session.state !== "in") return null;
  const leave = () => {
    const keyId = hex(session.signer.keyId);
    const drafts = countDrafts(browserStorage(), keyId);
    const pending = countPending(browserStorage(), keyId);
    // What was typed, or is under way, goes with its session; whoever only wanted to look away should know.
    const words = [
      ...(pending === 0 ? [] : [t(appTexts.signOutPending, { count: pending })]),
      ...(drafts === 0 ? [] : [t(appTexts.signOutDrafts, { count: drafts })]),
    ];
    if (words.length === 0 || window.confirm(words.join("\n"))) void signOut();
  };
  const roles = reader === undefined ? [] : roleWords(reader).map((role) => roleName(role, language));
  return (
    <div className="who">
      <span className="who-text">
        <span className="visually-hidden">{t(appTexts.signedInAs)} </span>
        <strong>{session.person.name}</strong>
        <small className="muted">
          {[...roles, named.data?.data.name ?? organisation].filter((word) => word !== "").join(" · ")}
        </small>
      </span>
      <Button className="icon-on-phone" icon={<LogoutOutlined />} onClick={leave}>
        {t(appTexts.signOut)}
      </Button>
    </div>
  );
}

function OfflineBanner() {
  const { t } = useTexts();
  const { error } = useNodeStatus();
  return (
    <div role="status">
      {error instanceof NetworkError ? (
        <Alert
          type="warning"
          showIcon
          banner
          title={t(storageKeeps() ? appTexts.offline : appTexts.offlineNotKept)}
        />
      ) : null}
    </div>
  );
}

/** What this browser doesn't keep: who relies on it should know before it is gone. */
function NotKeptBanner() {
  const { t } = useTexts();
  const { session, keeps } = useSession();
  if (session.state !== "in") return null;
  return (
    <div role="status">
      {keeps ? null : <Alert type="warning" showIcon banner closable title={t(sessionTexts.notKept)} />}
      {storageKeeps() ? null : (
        <Alert type="warning" showIcon banner closable title={t(appTexts.storageForbidden)} />
      )}
    </div>
  );
}

/** Header, navigation and the place of the page. Below 60 rem the navigation is a drawer. */
export function Layout({ children }: { children: ReactNode }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  /** Whoever goes to a page finds the focus at its heading, whoever only closes the drawer at the button. */
  const [went, setWent] = useState(false);
  return (
    <>
      <a className="skip-link" href="#content">
        {t(appTexts.skip)}
      </a>
      <header className="header">
        <Button
          className="menu-button"
          icon={<MenuOutlined />}
          aria-label={t(appTexts.menu)}
          aria-haspopup="dialog"
          aria-expanded={open}
          onClick={() => {
            setWent(false);
            setOpen(true);
          }}
        />
        <Link to="/" className="product">
          {t(appTexts.product)}
        </Link>
        <NetworkName />
        <NodeState />
        <span className="header-space" />
        <Settings />
        <Who />
      </header>
      <OfflineBanner />
      <NotKeptBanner />
      <div className="body">
        <div className="side">
          <Navigation />
        </div>
        <Drawer
          title={t(appTexts.menu)}
          placement="left"
          open={open}
          onClose={() => setOpen(false)}
          focusable={{ focusTriggerAfterClose: !went }}
          size={Math.min(320, window.innerWidth)}
        >
          <Navigation
            onGo={() => {
              setWent(true);
              setOpen(false);
            }}
          />
        </Drawer>
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
    </>
  );
}
