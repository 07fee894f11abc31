import { App, ConfigProvider, theme } from "antd";
import enGB from "antd/locale/en_GB";
import zhCN from "antd/locale/zh_CN";
import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { LanguageContext } from "../texts/language.tsx";
import { browserStorage } from "./browser-storage.ts";
import { keepPreferences, type Preferences, readPreferences } from "./preferences.ts";

const DARK = "(prefers-color-scheme: dark)";
const STILL = "(prefers-reduced-motion: reduce)";
const FONT =
  '"Noto Sans SC Variable", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif';

const PreferencesContext = createContext<{
  preferences: Preferences;
  change: (change: Partial<Preferences>) => void;
}>({ preferences: readPreferences({ getItem: () => null }), change: () => {} });

export function usePreferences() {
  return use(PreferencesContext);
}

function subscribeDark(told: () => void): () => void {
  const query = matchMedia(DARK);
  query.addEventListener("change", told);
  return () => query.removeEventListener("change", told);
}

/** The nonce of this page's policy: styles that components write at runtime carry it. */
function pageNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute("content") ?? "";
}

/** Language, text size and colours, kept in this browser, for everything inside. */
export function Appearance({ children }: { children: ReactNode }) {
  const [preferences, setPreferences] = useState(() => readPreferences(browserStorage()));
  const systemDark = useSyncExternalStore(subscribeDark, () => matchMedia(DARK).matches);
  const { language, size, scheme } = preferences;
  const dark = scheme === "dark" || (scheme === "system" && systemDark);

  useEffect(() => {
    const { documentElement: root } = document;
    root.lang = language === "zh" ? "zh-CN" : "en";
    root.dataset["scheme"] = dark ? "dark" : "light";
    root.style.fontSize = `${size}px`;
  }, [language, dark, size]);

  const value = useMemo(
    () => ({
      preferences,
      change: (change: Partial<Preferences>) =>
        setPreferences((before) => {
          const after = { ...before, ...change };
          keepPreferences(browserStorage(), after);
          return after;
        }),
    }),
    [preferences],
  );
  const config = useMemo(
    () => ({
      algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
      hashed: false,
      token: {
        // On white 7.4 : 1 and on the dark ground 5 : 1, both above the 4.5 : 1 that text needs.
        colorPrimary: dark ? "#e0574b" : "#a8201a",
        colorLink: dark ? "#ff9c92" : "#9a1c16",
        colorLinkHover: dark ? "#ffc3bd" : "#6f130e",
        colorLinkActive: dark ? "#ffc3bd" : "#6f130e",
        colorError: dark ? "#ff7a70" : "#b42318",
        colorSuccessText: dark ? "#7ddb8a" : "#1d6b2b",
        colorTextPlaceholder: dark ? "#a6a6a6" : "#6b6b6b",
        colorTextDescription: dark ? "#b3b3b3" : "#595959",
        fontFamily: FONT,
        fontSize: size,
        controlHeight: Math.round(size * 2.3),
        borderRadius: 8,
        motion: !matchMedia(STILL).matches,
      },
      // antd's own are too pale for words as small as a tag's.
      components: {
        Tag: dark
          ? { colorSuccess: "#7ddb8a", colorWarning: "#f5c06a", colorError: "#ff9c92" }
          : { colorSuccess: "#1d6b2b", colorWarning: "#8a4b00", colorError: "#b42318" },
      },
    }),
    [dark, size],
  );
  return (
    <PreferencesContext value={value}>
      <LanguageContext value={language}>
        <ConfigProvider
          locale={language === "zh" ? zhCN : enGB}
          theme={config}
          csp={{ nonce: pageNonce() }}
          button={{ autoInsertSpace: false }}
        >
          <App>{children}</App>
        </ConfigProvider>
      </LanguageContext>
    </PreferencesContext>
  );
}
