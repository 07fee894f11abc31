import "./funds.css";
import { useNavigate } from "react-router";
import { askedCode, CodeSelect } from "../../app/code-select.tsx";
import { FindForm } from "../../app/find-form.tsx";
import { Nothing } from "../../app/states.tsx";
import { useCallPages } from "../../ledger/queries.ts";
import { fieldLabel } from "../../texts/fields.ts";
import { useTexts } from "../../texts/language.tsx";
import { FundNav } from "./fund-nav.tsx";
import { fundTexts } from "./fund-texts.ts";
import { type Payment, PaymentPages } from "./payment-list.tsx";
import { ScopeChoice, useScope } from "./scope.tsx";
import { fundPageTexts } from "./texts.ts";

interface Sought {
  readonly division: string;
  readonly state: string;
  readonly purpose: string;
  readonly paid: boolean;
}

function Found({ division, state, purpose, paid }: Sought) {
  const { t } = useTexts();
  const pages = useCallPages(
    "payments.list",
    {
      query: {
        division,
        ...(state === "" ? {} : { state: state as Payment["state"] }),
        ...(paid ? { paid } : {}),
        ...(purpose === "" ? {} : { purpose: purpose as Payment["purpose"] }),
      },
    },
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
  const state = askedCode(search, "state", "payment_state");
  const purpose = askedCode(search, "purpose", "fund_purpose");
  const paid = search.get("paid") === "1";
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
            <CodeSelect
              id="payment-state"
              label={t(fundTexts.state)}
              list="payment_state"
              value={state}
              onChange={(code) => set("state", code)}
            />
            <CodeSelect
              id="payment-purpose"
              label={fieldLabel("purpose", language)}
              list="fund_purpose"
              value={purpose}
              onChange={(code) => set("purpose", code)}
            />
            <label className="choice">
              <input
                type="checkbox"
                checked={paid}
                onChange={({ target }) => set("paid", target.checked ? "1" : "")}
              />
              {t(fundTexts.paidOnly)}
            </label>
          </div>
          <Found division={division} state={state} purpose={purpose} paid={paid} />
        </>
      )}
    </div>
  );
}
