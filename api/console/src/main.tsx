import "@fontsource-variable/noto-sans-sc/index.css";
import "./app/console.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { Appearance } from "./app/appearance.tsx";
import { browserStorage } from "./app/browser-storage.ts";
import { EraProvider } from "./app/era.tsx";
import { ErrorBoundary } from "./app/error-boundary.tsx";
import { Layout } from "./app/layout.tsx";
import { Pages } from "./app/pages.tsx";
import { forgetOldDrafts } from "./forms/drafts.ts";
import { LedgerProvider, newQueryClient } from "./ledger/client.tsx";
import { LiveProvider } from "./ledger/live.tsx";
import { SessionProvider } from "./session/session.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no place for the console");

forgetOldDrafts(browserStorage(), Date.now());
createRoot(root).render(
  <StrictMode>
    <Appearance>
      <ErrorBoundary>
        <SessionProvider>
          <LedgerProvider queryClient={newQueryClient()}>
            <LiveProvider>
              <BrowserRouter>
                <EraProvider>
                  <Layout>
                    <Pages />
                  </Layout>
                </EraProvider>
              </BrowserRouter>
            </LiveProvider>
          </LedgerProvider>
        </SessionProvider>
      </ErrorBoundary>
    </Appearance>
  </StrictMode>,
);
