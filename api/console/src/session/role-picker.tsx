import { fromHex } from "@jingzhun/ledger";
import { Select } from "antd";
import { useState } from "react";
import { useTexts } from "../texts/language.tsx";
import { roleCan, roleName } from "../texts/roles.ts";
import { type DemoOperator, pickRoles } from "./pick-roles.ts";
import { useSession } from "./session.tsx";
import { sessionTexts } from "./texts.ts";

/** One click signs in as an invented operator of a test network. */
export function RolePicker({ operators }: { operators: readonly DemoOperator[] }) {
  const { t, language } = useTexts();
  const { signIn } = useSession();
  const [busy, setBusy] = useState(false);
  const { first, others } = pickRoles(operators);
  const enter = (operator: DemoOperator) => {
    const { key, ...person } = operator;
    setBusy(true);
    void signIn({ seed: fromHex(key), person }).finally(() => setBusy(false));
  };
  return (
    <section aria-labelledby="picker-title">
      <h2 id="picker-title">{t(sessionTexts.who)}</h2>
      <p>{t(sessionTexts.demo)}</p>
      <ul className="role-picker">
        {first.map((operator) => (
          <li key={operator.key}>
            <button type="button" disabled={busy} onClick={() => enter(operator)}>
              <strong>{roleName(operator.role, language)}</strong>
              <span>{operator.name}</span>
              <span className="muted">{t(roleCan(operator.role))}</span>
            </button>
          </li>
        ))}
      </ul>
      <label htmlFor="other-operator">{t(sessionTexts.others)}</label>
      <Select
        id="other-operator"
        className="wide"
        showSearch={{ optionFilterProp: "label" }}
        placeholder={t(sessionTexts.othersSearch)}
        disabled={busy}
        value={null}
        options={others.map((operator) => ({
          value: operator.key,
          label: `${operator.name} · ${roleName(operator.role, language)} · ${operator.division}`,
        }))}
        onChange={(key: string | null) => {
          const chosen = others.find((operator) => operator.key === key);
          if (chosen !== undefined) enter(chosen);
        }}
      />
    </section>
  );
}
