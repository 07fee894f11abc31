import { Tag } from "antd";
import { timeOf } from "../texts/formats.ts";
import { useTexts } from "../texts/language.tsx";
import { appTexts } from "./texts.ts";

/** How old an answer is: the block that it was read at. */
export function AsOf({
  answer,
}: {
  answer: { height: number; blockTime: number; stale?: true } | undefined;
}) {
  const { t, language } = useTexts();
  if (answer === undefined) return null;
  const { height, blockTime, stale } = answer;
  return (
    <small className="muted as-of">
      {t(appTexts.asOf, { height, time: timeOf(blockTime, language) })}
      {stale === true ? <Tag color="warning">{t(appTexts.stale)}</Tag> : null}
    </small>
  );
}
