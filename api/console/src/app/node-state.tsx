import { Tooltip } from "antd";
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
  if (error !== null) return <span className="chip bad">{t(appTexts.noAnswer)}</span>;
  if (data === undefined) return null;
  const height = Math.max(data.height, blocks[0]?.height ?? 0);
  const { problems, syncing, role, voting } = data;
  const [text, color] =
    problems.length > 0
      ? [t(appTexts.problems, { count: problems.length }), "bad"]
      : syncing
        ? [t(appTexts.syncing), "warning"]
        : role === "validator" && !voting
          ? [t(appTexts.notVoting), "warning"]
          : [t(appTexts.live), "good"];
  const details = [
    data.chainId,
    timeOf(data.timestamp, language),
    ...problems.map((problem) => `${problem[language]} — ${problem.remedy}`),
  ];
  return (
    <Tooltip
      trigger={["hover", "focus", "click"]}
      title={details.map((line) => <div key={line}>{line}</div>)}
    >
      <button type="button" className={`chip ${color}`}>
        {text} · {t(appTexts.height)} {numberOf(height, language)}
      </button>
    </Tooltip>
  );
}

/** Which network this is: a test network must never be taken for the real one. */
export function NetworkName() {
  const { t } = useTexts();
  const { data } = useNodeStatus();
  if (data === undefined) return null;
  // <name>-<genesis hash>
  const name = data.chainId.slice(0, data.chainId.lastIndexOf("-"));
  return name === "testnet" || name === "demo" ? (
    <span className="chip warning">{t(name === "demo" ? appTexts.demoNetwork : appTexts.testNetwork)}</span>
  ) : (
    <span className="chip">{name}</span>
  );
}
