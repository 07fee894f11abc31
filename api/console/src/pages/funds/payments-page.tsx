import "./funds.css";
import { CODE_LISTS, codeLabel } from "@jingzhun/ledger";
import { useNavigate } from "react-router";
import { FindForm } from "../../app/find-form.tsx";
import { Nothing } from "../../app/states.tsx";
import { useCallPages } from "../../ledger/queries.ts";
import { useTexts } from "../../texts/language.tsx";
import { FundNav } from "./fund-nav.tsx";
import { fundTexts } from "./fund-texts.ts";
import { type Payment, PaymentPages } from "./payment-list.tsx";
import { ScopeChoice, useScope } from "./scope.tsx";
import { fundPageTexts } from "./texts.ts";

const STATES = CODE_LISTS.get("payment_state");

function Found({ division, state }: { division: string; state: string }) {
  const { t } = useTexts();
  const pages = useCallPages(
    "payments.list",
    { query: { division, ...(state === "" ? {} : { state: state as Payment["state"] }) } },
    { live: true },
  );
  return <PaymentPages pages={pages} label={t(fundPageTexts.payments)} />;
}

/** Applications and payments of a division, by state; and the way to one household's. */
export default function PaymentsPage() {
  const { t, language } = useTexts();
  const go = useNavigate();
  const scope = useScope();
  const { own, division, search, set } = scope;
  const asked = search.get("state") ?? "";
  const state = STATES?.entries.some(({ id }) => id === asked) ? asked : "";
  return (
    <div className="stack funds">
      <FundNav />
      <FindForm
        id="fund-household"
        label={fundTexts.findHousehold}
        button={fundTexts.open}
        wrongText={fundTexts.idWrong}
        find={(typed) => {
          const code = typed.toUpperCase();
          const fits = /^H[0-9A-HJKMNP-TV-Z]{17}$/.test(code);
          if (fits) void go(`/funds/households/${code}`);
          return fits;
        }}
      />
      {own === undefined ? (
        <Nothing text={fundTexts.noDivision} />
      ) : (
        <>
          <ScopeChoice scope={scope} />
          <div className="row">
            <label htmlFor="payment-state">{t(fundTexts.state)}</label>
            <select id="payment-state" value={state} onChange={(event) => set("state", event.target.value)}>
              <option value="">{t(fundTexts.all)}</option>
              {STATES?.entries.map(({ id }) => (
                <option key={id} value={id}>
                  {codeLabel(STATES, id, language)}
                </option>
              ))}
            </select>
          </div>
          <Found division={division} state={state} />
        </>
      )}
    </div>
  );
}
