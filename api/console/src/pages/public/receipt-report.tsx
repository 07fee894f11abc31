import { CheckCircleOutlined, CloseCircleOutlined, MinusCircleOutlined } from "@ant-design/icons";
import { RESTRICTED_REFUSED } from "@jingzhun/ledger";
import { Alert } from "antd";
import { numberOf, timeOf } from "../../texts/formats.ts";
import { useTexts } from "../../texts/language.tsx";
import { CHECKS, type ReceiptFacts, type ReceiptReport } from "./receipt.ts";
import { publicTexts } from "./texts.ts";

const CHECK_TEXTS = {
  format: publicTexts.checkFormat,
  network: publicTexts.checkNetwork,
  certificate: publicTexts.checkCertificate,
  outcome: publicTexts.checkOutcome,
} as const;

function Facts({ facts }: { facts: ReceiptFacts }) {
  const { t, language } = useTexts();
  const { status, code = "", transaction, height, blockTime, blockHash, signers } = facts;
  return (
    <dl className="facts">
      <dt>{t(publicTexts.outcome)}</dt>
      <dd>{status === "applied" ? t(publicTexts.applied) : t(publicTexts.rejected, { code })}</dd>
      <dt>{t(publicTexts.transaction)}</dt>
      <dd className="mono">{transaction}</dd>
      <dt>{t(publicTexts.block)}</dt>
      <dd>
        {t(publicTexts.blockAt, { height: numberOf(height, language), time: timeOf(blockTime, language) })}
      </dd>
      <dt>{t(publicTexts.blockHash)}</dt>
      <dd className="mono">{blockHash}</dd>
      <dt>{t(publicTexts.signedBy)}</dt>
      <dd>
        {t(publicTexts.seals, {
          signers: signers.join(language === "zh" ? "、" : ", "),
          validators: facts.validators,
          needed: facts.needed,
          round: facts.round,
        })}
      </dd>
    </dl>
  );
}

/** In words: the verdict, every check with how it went, and what nobody checked. */
export function ReceiptReportView({ report, chainId }: { report: ReceiptReport; chainId: string }) {
  const { t, language } = useTexts();
  const open = !report.proved && report.why === "validators";
  const reached = report.proved ? CHECKS.length : CHECKS.indexOf(report.failed);
  const results = CHECKS.map((check, i) => {
    if (i < reached) return { check, text: publicTexts.passed, icon: <CheckCircleOutlined aria-hidden /> };
    if (i > reached)
      return { check, text: publicTexts.notReached, icon: <MinusCircleOutlined aria-hidden /> };
    return open
      ? { check, text: publicTexts.open, icon: <MinusCircleOutlined aria-hidden /> }
      : { check, text: publicTexts.failed, icon: <CloseCircleOutlined aria-hidden /> };
  });
  const told = report.proved ? undefined : report.error;
  return (
    <div className="stack">
      <Alert
        role="alert"
        showIcon
        type={report.proved ? "success" : open ? "warning" : "error"}
        title={t(report.proved ? publicTexts.proved : open ? publicTexts.undecided : publicTexts.notProved)}
        description={open ? t(publicTexts.otherValidators) : told?.text[language]}
      />
      {report.proved ? <Facts facts={report.facts} /> : null}
      <section aria-labelledby="receipt-checked">
        <h2 id="receipt-checked">{t(publicTexts.checked)}</h2>
        <ol>
          {results.map(({ check, text, icon }) => (
            <li key={check}>
              {icon} <strong>{t(text)}</strong> · {t(CHECK_TEXTS[check], { chain: chainId })}
            </li>
          ))}
        </ol>
      </section>
      {report.proved ? (
        <section aria-labelledby="receipt-unchecked">
          <h2 id="receipt-unchecked">{t(publicTexts.notChecked)}</h2>
          <ul>
            <li>{t(publicTexts.unprovedContents)}</li>
            <li>{t(publicTexts.unprovedLater)}</li>
            <li>{t(publicTexts.unprovedNetwork, { chain: chainId })}</li>
            {report.facts.code === RESTRICTED_REFUSED ? <li>{t(publicTexts.unprovedReason)}</li> : null}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
