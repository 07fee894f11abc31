import { FullscreenExitOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { AsOf } from "../../app/as-of.tsx";
import { yearOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { BarChart } from "./bar-chart.tsx";
import { textOfError } from "./error-text.ts";
import { LiveBlocks } from "./live-blocks.tsx";
import { useMainFigures } from "./main-figures.tsx";
import { useBarsBelow, useBreakdowns, useFigures } from "./overview-data.ts";
import { overviewTexts } from "./texts.ts";

/** Bars of a chart that can still be read from three metres; the others are summed up. */
const BARS = 9;
const FIGURES = 6;
const BLOCKS = 3;
/** So that before the first answer the same objects stand for nothing. */
const NONE = {};

/**
 * The overview on a screen in a hall: everything at once, in large type that grows with the screen, nothing to scroll.
 * It is a modal dialog, so that Esc ends it and nothing behind it is reached by keyboard.
 */
export function Wall({ division, leave }: { division: string; leave: () => void }) {
  const { t, language } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const { own, below } = useFigures(division, true);
  const counters = own.data?.data.counters ?? NONE;
  const year = yearOf(own.data?.blockTime ?? 0);
  const { cause, service } = useBreakdowns(division, counters, year, BARS);
  const townships = useBarsBelow(below.data?.items ?? [], BARS);
  const figures = useMainFigures(division, counters).slice(0, FIGURES);
  const name = own.data?.data.name ?? "";

  useEffect(() => {
    const element = dialog.current;
    if (element === null) return undefined;
    if (!element.open) element.showModal();
    // Opened by its address there was no gesture, and the browser refuses: the dialog fills the window all the same.
    element.requestFullscreen?.().catch(() => {});
    return () => {
      if (document.fullscreenElement === element) document.exitFullscreen().catch(() => {});
      element.close();
    };
  }, []);

  const failure = own.error ?? below.error;
  const notice =
    failure === null
      ? ""
      : own.data === undefined
        ? t(overviewTexts.unread, { reason: textOfError(failure, language) })
        : t(overviewTexts.notRenewed);
  return (
    <dialog
      ref={dialog}
      className="overview-wall"
      aria-labelledby="overview-wall"
      onCancel={(event) => {
        event.preventDefault();
        leave();
      }}
    >
      <header>
        <h1 id="overview-wall">
          {name} {t(overviewTexts.title)}
        </h1>
        <span role="status" className="overview-notice">
          {notice}
        </span>
        <AsOf answer={own.data} />
        <Button
          icon={<FullscreenExitOutlined />}
          aria-label={t(overviewTexts.leaveWall)}
          title={t(overviewTexts.leaveWall)}
          onClick={leave}
        />
      </header>
      {own.data === undefined ? null : (
        <>
          <ul className="overview-wall-figures">
            {figures.map(({ label, text }) => (
              <li key={label.en}>
                <span>{t(label)}</span>
                <strong>{text}</strong>
              </li>
            ))}
          </ul>
          <div className="overview-wall-charts">
            <BarChart {...cause} wall />
            {townships.bars.length === 0 ? null : <BarChart {...townships} wall />}
            <BarChart {...service} wall />
          </div>
          <LiveBlocks most={BLOCKS} links={false} />
        </>
      )}
    </dialog>
  );
}
