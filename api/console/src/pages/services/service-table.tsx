import { ACKNOWLEDGEMENT_KINDS, codeLabel } from "@jingzhun/ledger";
import { Button, Grid, Tag } from "antd";
import { Link } from "react-router";
import { AsOf } from "../../app/as-of.tsx";
import { Failure, Loading, Nothing } from "../../app/states.tsx";
import { TableHead } from "../../app/table-head.tsx";
import { appTexts } from "../../app/texts.ts";
import type { ItemOf, useCallPages } from "../../ledger/queries.ts";
import { Value } from "../../records/value.tsx";
import { fieldLabel } from "../../texts/fields.ts";
import { useTexts } from "../../texts/language.tsx";
import { serviceTexts } from "./texts.ts";

type Service = ItemOf<"services.list">;

/** Characters of a service's content that a list shows; its page shows all. */
const SHOWN = 80;

function Acknowledged({ item }: { item: Service }) {
  const { t, language } = useTexts();
  const { acknowledgements = [] } = item;
  if (acknowledgements.length === 0) return <span className="muted">{t(serviceTexts.notAcknowledged)}</span>;
  return acknowledgements.map(({ kind }) => codeLabel(ACKNOWLEDGEMENT_KINDS, kind, language)).join("、");
}

function Content({ item }: { item: Service }) {
  const { t } = useTexts();
  const { content, late } = item;
  return (
    <>
      {content.length > SHOWN ? `${content.slice(0, SHOWN)}…` : content}{" "}
      {late === true ? <Tag>{t(serviceTexts.late)}</Tag> : null}
    </>
  );
}

function Open({ item }: { item: Service }) {
  return (
    <Link to={`/services/${item.household}/${item.n}`}>
      <Value name="type" value={item.type} record="service" />
    </Link>
  );
}

function Household({ id }: { id: string }) {
  return (
    <Link className="mono" to={`/households/${id}`}>
      {id}
    </Link>
  );
}

function Cards({ items, withHousehold }: { items: readonly Service[]; withHousehold: boolean }) {
  return (
    <ul className="cards">
      {items.map((item) => (
        <li key={`${item.household}/${item.n}`} className="panel">
          <Open item={item} /> · <Value name="performedOn" value={item.performedOn} />
          <div>
            <Content item={item} />
          </div>
          {withHousehold ? <Household id={item.household} /> : null}
          <div className="muted">{item.by}</div>
          <Acknowledged item={item} />
        </li>
      ))}
    </ul>
  );
}

function Table({ items, withHousehold }: { items: readonly Service[]; withHousehold: boolean }) {
  const { t, language } = useTexts();
  const heads = [
    fieldLabel("performedOn", language),
    t(serviceTexts.what),
    ...(withHousehold ? [fieldLabel("household", language)] : []),
    fieldLabel("content", language),
    fieldLabel("operator", language),
    t(serviceTexts.acknowledgement),
  ];
  return (
    <div className="table-scroll">
      <table className="plain">
        <TableHead heads={heads} />
        <tbody>
          {items.map((item) => (
            <tr key={`${item.household}/${item.n}`}>
              <td>
                <Value name="performedOn" value={item.performedOn} />
              </td>
              <td>
                <Open item={item} />
              </td>
              {withHousehold ? (
                <td>
                  <Household id={item.household} />
                </td>
              ) : null}
              <td>
                <Content item={item} />
              </td>
              <td>{item.by}</td>
              <td>
                <Acknowledged item={item} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Pages = Pick<
  ReturnType<typeof useCallPages<"services.list">>,
  "items" | "error" | "refetch" | "hasNextPage" | "fetchNextPage" | "isFetchingNextPage" | "latest"
>;

/** Services as a table, or as cards where the screen is narrow; the node gives the pages. */
export function ServiceTable({ query, withHousehold = true }: { query: Pages; withHousehold?: boolean }) {
  const { t } = useTexts();
  const wide = Grid.useBreakpoint().md === true;
  const { items, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, latest } = query;
  const failure = error === null ? null : <Failure error={error} retry={() => void refetch()} />;
  if (items === undefined) return failure ?? <Loading />;
  const Shown = wide ? Table : Cards;
  return (
    <>
      {failure}
      {items.length === 0 && !hasNextPage ? <Nothing text={serviceTexts.nothing} /> : null}
      {items.length === 0 ? null : <Shown items={items} withHousehold={withHousehold} />}
      <div className="row">
        {hasNextPage ? (
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t(appTexts.more)}
          </Button>
        ) : null}
        <AsOf answer={latest} />
      </div>
    </>
  );
}
