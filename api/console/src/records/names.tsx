import { NATION } from "@jingzhun/ledger";
import { useCall } from "../ledger/queries.ts";
import { useTexts } from "../texts/language.tsx";
import { recordTexts } from "./record-texts.ts";

/** A division's name; its code until it is read, or where there is none. */
export function DivisionName({ code }: { code: string }) {
  const { t } = useTexts();
  const enabled = code !== "" && code !== NATION;
  const { data } = useCall("divisions.get", { params: { division: code } }, { enabled, retry: false });
  return code === NATION ? t(recordTexts.nation) : (data?.data.name ?? code);
}

/** An organisation's name; its id until it is read, or where it can't be. */
export function OrganisationName({ id }: { id: string }) {
  const { data } = useCall(
    "organisations.get",
    { params: { organisation: id } },
    { enabled: id !== "", retry: false },
  );
  return <span title={id}>{data?.data.name ?? id}</span>;
}
