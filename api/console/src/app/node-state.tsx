import { Tag, Tooltip } from "antd";
import { useLive } from "../ledger/live.tsx";
import { useCall } from "../ledger/queries.ts";
import { numberOf, timeOf } from "../texts/formats.ts";
import { useTexts } from "../texts/language.tsx";
import { appTexts } from "./texts.ts";

/** ms between two looks at the node; blocks are told by the event stream. */
const STATUS_MS = 5_000;

export function useNodeStatus() {
  return useCall("status.get", {}, { refetchInterval: STATUS_MS, retry: false });
}

/** Is the node alive, and how far: in words too, not by colour alone. */
export function NodeState() {
  const { t, language } = useTexts();
  const { data, error } = useNodeStatus();
  const { blocks } = useLive();
  if (error !== null) return <Tag color="error">{t(appTexts.noAnswer)}</Tag>;
  if (data === undefined) return null;
  const height = Math.max(data.height, blocks[0]?.height ?? 0);
  const { problems, syncing, role, voting } = data;
  const [text, color] =
    problems.length > 0
      ? [t(appTexts.problems, { count: problems.length }), "error"]
      : syncing
        ? [t(appTexts.syncing), "warning"]
        : role === "validator" && !voting
          ? [t(appTexts.notVoting), "warning"]
          : [t(appTexts.live), "success"];
  const details = [
    data.chainId,
    timeOf(data.timestamp, language),
    ...problems.map((problem) => `${problem[language]} — ${problem.remedy}`),
  ];
  return (
    <Tooltip title={details.map((line) => <div key={line}>{line}</div>)}>
      <Tag color={color} tabIndex={0}>
        {text} · {t(appTexts.height)} {numberOf(height, language)}
      </Tag>
    </Tooltip>
  );
}
