import { Input, type InputProps } from "antd";
import { useCall } from "../ledger/queries.ts";
import { useReader } from "../ledger/reader.ts";

/** The divisions directly under one, for suggestions. */
function useChildren(parent: string | undefined) {
  const query = useCall(
    "divisions.list",
    { query: { parent: parent ?? "000000000000", limit: 200 } },
    { enabled: parent !== undefined },
  );
  return parent === undefined ? [] : (query.data?.items ?? []);
}

/**
 * A division's 12 digits, with suggestions under the reader's own division and, once nine digits are typed, of that
 * township's villages; its name shows as soon as the code is complete.
 */
export function DivisionInput(props: InputProps & { id: string; value: string }) {
  const { id, value } = props;
  const { reader } = useReader();
  const own = reader?.roles[0]?.division;
  const township =
    /^[0-9]{9}/.test(value) && !value.startsWith("000", 6) ? `${value.slice(0, 9)}000` : undefined;
  const under = useChildren(own);
  const villages = useChildren(township === own ? undefined : township);
  const complete = /^[0-9]{12}$/.test(value);
  const named = useCall(
    "divisions.get",
    { params: { division: value } },
    { enabled: complete, retry: false },
  );
  return (
    <>
      <Input {...props} inputMode="numeric" list={`${id}-list`} autoComplete="off" />
      <datalist id={`${id}-list`}>
        {own === undefined ? null : <option value={own} />}
        {[...under, ...villages].map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </datalist>
      <span aria-live="polite">{complete ? named.data?.data.name : null}</span>
    </>
  );
}
