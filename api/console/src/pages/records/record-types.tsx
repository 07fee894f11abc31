import { Button, Input, Tag } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { QueryState } from "../../app/states.tsx";
import { useDescription } from "../../ledger/reader.ts";
import { recordTexts, recordTypeName } from "../../records/record-texts.ts";
import { LISTS } from "../../records/sources.ts";
import { useTexts } from "../../texts/language.tsx";
import { ownEntry } from "../../texts/own-entry.ts";

/** Every kind of record: those with a list lead to it; any can be read by its key. */
export default function RecordTypes() {
  const { t } = useTexts();
  const go = useNavigate();
  const [key, setKey] = useState("");
  const description = useDescription();
  return (
    <div className="stack">
      <form
        className="field"
        onSubmit={(event) => {
          event.preventDefault();
          if (key.trim() !== "") void go(`/records/${key.trim()}`);
        }}
      >
        <label htmlFor="record-key">{t(recordTexts.byKey)}</label>
        <div className="row">
          <Input
            id="record-key"
            className="mono id-input"
            value={key}
            placeholder={t(recordTexts.keyHint)}
            onChange={(event) => setKey(event.target.value)}
          />
          <Button type="primary" htmlType="submit">
            {t(recordTexts.open)}
          </Button>
        </div>
      </form>
      <h2>{t(recordTexts.types)}</h2>
      <QueryState query={description}>
        {({ data: { records } }) => (
          <ul className="cards">
            {records.map(({ name, pattern, class: kind }) => (
              <li key={name} className="panel">
                {ownEntry(LISTS, name) === undefined ? (
                  <strong>{t(recordTypeName(name))}</strong>
                ) : (
                  <Link to={`/record-lists/${name}`}>
                    <strong>{t(recordTypeName(name))}</strong>
                  </Link>
                )}{" "}
                {kind === "restricted" ? <Tag>{t(recordTexts.restricted)}</Tag> : null}
                <div className="muted mono">{pattern}</div>
              </li>
            ))}
          </ul>
        )}
      </QueryState>
    </div>
  );
}
