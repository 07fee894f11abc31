import { SettingOutlined } from "@ant-design/icons";
import { Button, Popover, Segmented } from "antd";
import { useId } from "react";
import { useTexts } from "../texts/language.tsx";
import type { Language } from "../texts/text.ts";
import { usePreferences } from "./appearance.tsx";
import { SCHEMES, type Scheme, TEXT_SIZES, type TextSize } from "./preferences.ts";
import { appTexts } from "./texts.ts";

const SIZE_NAMES = { 16: appTexts.sizeSmall, 18: appTexts.sizeMiddle, 20: appTexts.sizeLarge } as const;
const SCHEME_NAMES = {
  system: appTexts.schemeSystem,
  light: appTexts.schemeLight,
  dark: appTexts.schemeDark,
} as const;

function Choices() {
  const { t } = useTexts();
  const { preferences, change } = usePreferences();
  const id = useId();
  return (
    <div className="stack">
      <fieldset>
        <legend>{t(appTexts.textSize)}</legend>
        <Segmented<TextSize>
          name={`${id}-size`}
          value={preferences.size}
          options={TEXT_SIZES.map((size) => ({ value: size, label: t(SIZE_NAMES[size]) }))}
          onChange={(size) => change({ size })}
        />
      </fieldset>
      <fieldset>
        <legend>{t(appTexts.scheme)}</legend>
        <Segmented<Scheme>
          name={`${id}-scheme`}
          value={preferences.scheme}
          options={SCHEMES.map((scheme) => ({ value: scheme, label: t(SCHEME_NAMES[scheme]) }))}
          onChange={(scheme) => change({ scheme })}
        />
      </fieldset>
      <fieldset>
        <legend>{t(appTexts.language)}</legend>
        <Segmented<Language>
          name={`${id}-language`}
          value={preferences.language}
          options={[
            { value: "zh", label: "中文" },
            { value: "en", label: "English" },
          ]}
          onChange={(language) => change({ language })}
        />
      </fieldset>
    </div>
  );
}

/** Text size, colours and language. */
export function Settings() {
  const { t } = useTexts();
  return (
    <Popover content={<Choices />} trigger="click" placement="bottomRight">
      <Button className="icon-on-phone" icon={<SettingOutlined />} aria-haspopup="true">
        {t(appTexts.settings)}
      </Button>
    </Popover>
  );
}
