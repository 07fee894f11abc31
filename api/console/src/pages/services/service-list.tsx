import { Link, useSearchParams } from "react-router";
import { askedCode, CodeSelect } from "../../app/code-select.tsx";
import { FindForm } from "../../app/find-form.tsx";
import { Loading } from "../../app/states.tsx";
import { type ItemOf, useCallPages } from "../../ledger/queries.ts";
import { type Reader, useDescription, useReader } from "../../ledger/reader.ts";
import { useTexts } from "../../texts/language.tsx";
import { DivisionCascade } from "../households/division-cascade.tsx";
import { useMayRecord } from "./may-record.ts";
import { ServiceTable } from "./service-table.tsx";
import { serviceTexts } from "./texts.ts";

type ServiceType = ItemOf<"services.list">["type"];

function Found({ division, operator, type }: { division: string; operator: string; type: string }) {
  const query = useCallPages(
    "services.list",
    {
      query: {
        division,
        ...(operator === "" ? {} : { operator }),
        ...(type === "" ? {} : { type: type as ServiceType }),
      },
    },
    { live: true },
  );
  return <ServiceTable query={query} />;
}

function Lists({ reader, recorder }: { reader: Reader; recorder: boolean }) {
  const { t } = useTexts();
  const [search, setSearch] = useSearchParams();
  const home = reader.kind === "household" ? "" : (reader.roles[0]?.division ?? "");
  const division = search.get("division") ?? home;
  const own = reader.operator ?? "";
  // Whoever records services looks at their own first; others have none.
  const operator = search.get("operator") ?? (recorder ? own : "");
  const type = askedCode(search, "type", "service_type");
  const set = (change: { [name: string]: string }) =>
    setSearch({ division, operator, type, ...change }, { replace: true });
  const whose = operator === "" ? "all" : operator === own ? "own" : "one";
  return (
    <div className="stack">
      {recorder ? (
        <div>
          <Link to="/services/new">{t(serviceTexts.record)}</Link>
        </div>
      ) : null}
      <fieldset>
        <legend>{t(serviceTexts.whose)}</legend>
        <div className="row">
          {own === "" ? null : (
            <label className="choice">
              <input
                type="radio"
                name="whose"
                checked={whose === "own"}
                onChange={() => set({ operator: own })}
              />
              {t(serviceTexts.mineOnly)}
            </label>
          )}
          <label className="choice">
            <input
              type="radio"
              name="whose"
              checked={whose === "all"}
              onChange={() => set({ operator: "" })}
            />
            {t(serviceTexts.everyone)}
          </label>
        </div>
        <FindForm
          key={operator}
          id="service-operator"
          label={serviceTexts.operator}
          button={serviceTexts.show}
          wrongText={serviceTexts.operatorWrong}
          initial={operator}
          find={(typed) => {
            const fits = /^[a-z0-9-]{2,40}$/.test(typed);
            if (fits) set({ operator: typed });
            return fits;
          }}
        />
      </fieldset>
      <div className="row">
        <CodeSelect
          id="service-type"
          label={t(serviceTexts.what)}
          list="service_type"
          value={type}
          onChange={(code) => set({ type: code })}
        />
      </div>
      {home === "" ? null : (
        <DivisionCascade own={home} value={division} onChange={(code) => set({ division: code })} />
      )}
      {division === "" ? null : (
        <Found key={`${division}/${operator}/${type}`} division={division} operator={operator} type={type} />
      )}
    </div>
  );
}

/** Services of a division or of one cadre; one's own first. */
export default function ServiceList() {
  const { reader } = useReader();
  const description = useDescription();
  const recorder = useMayRecord();
  // Whose list it begins with depends on both.
  if (reader === undefined || description.data === undefined) return <Loading />;
  return <Lists reader={reader} recorder={recorder} />;
}
