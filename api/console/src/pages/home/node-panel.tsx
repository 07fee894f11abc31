import { Alert } from "antd";
import { useNodeStatus } from "../../app/node-state.tsx";
import { QueryState } from "../../app/states.tsx";
import { numberOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { homeTexts } from "./texts.ts";

export function NodePanel() {
  const { t, language } = useTexts();
  const status = useNodeStatus();
  return (
    <section aria-labelledby="node" className="panel">
      <h2 id="node">{t(homeTexts.node)}</h2>
      <QueryState query={status} rows={3}>
        {({ chainId, peers, mempool, validators, role, problems }) => (
          <>
            {problems.map((problem) => (
              <Alert
                key={problem.code}
                type="error"
                showIcon
                title={problem[language]}
                description={`${t(homeTexts.remedy)}: ${problem.remedy}`}
              />
            ))}
            <dl className="facts">
              <dt>{t(homeTexts.chain)}</dt>
              <dd className="mono">{chainId}</dd>
              <dt>{t(homeTexts.role)}</dt>
              <dd>{t(role === "validator" ? homeTexts.validator : homeTexts.observer)}</dd>
              <dt>{t(homeTexts.validators)}</dt>
              <dd>{validators.map(({ organisation }) => organisation).join("、")}</dd>
              <dt>{t(homeTexts.peers)}</dt>
              <dd>{numberOf(peers, language)}</dd>
              <dt>{t(homeTexts.waiting)}</dt>
              <dd>{numberOf(mempool.count, language)}</dd>
            </dl>
          </>
        )}
      </QueryState>
    </section>
  );
}
