import { newId } from "@jingzhun/client-sdk";
import type { IdPrefix } from "@jingzhun/ledger";
import { CODE_LISTS, type CodeList, codeLabel } from "@jingzhun/ledger";
import { Button, Checkbox, Input, Select } from "antd";
import { type ReactNode, useState } from "react";
import { useYear } from "../app/era.tsx";
import { appTexts } from "../app/texts.ts";
import { fieldLabel } from "../texts/fields.ts";
import { useTexts } from "../texts/language.tsx";
import { roleName } from "../texts/roles.ts";
import type { Language } from "../texts/text.ts";
import { DivisionInput } from "./division-input.tsx";
import { namesNew, startOf } from "./edit.ts";
import { type FieldSchema, type FormFields, type FormValue, fieldKind, idPrefix } from "./field-schema.ts";
import { fieldId, useFormState } from "./form-context.ts";
import { factsSchema } from "./restricted-facts.ts";
import { formTexts } from "./texts.ts";

interface FieldProps {
  name: string;
  schema: FieldSchema;
  path: string;
  value: FormValue;
  required: boolean;
  /** The object that the field stands in. */
  beside: FormFields;
}

/** Fields that the form fills in by itself, from the record that it was opened on. */
const FILLED_IN = new Set(["expectVersion"]);

/** The fields of an object schema. */
export function Fields({ schema, path, fields }: { schema: FieldSchema; path: string; fields: FormFields }) {
  return (
    <div className="stack">
      {Object.entries(schema.properties ?? {})
        .filter(([name]) => !FILLED_IN.has(name))
        .map(([name, field]) => (
          <Field
            key={name}
            name={name}
            schema={field}
            path={path === "" ? name : `${path}.${name}`}
            value={fields[name]}
            required={schema.required?.includes(name) ?? false}
            beside={fields}
          />
        ))}
    </div>
  );
}

function Field(props: FieldProps) {
  switch (fieldKind(props.name, props.schema)) {
    case "object":
      return <Group {...props} inner={props.schema} />;
    case "restricted":
      return <Group {...props} inner={factsSchema(props.beside)} hint />;
    case "list":
      return <ListField {...props} />;
    case "codes":
      return <CodesField {...props} />;
    case "flag":
      return <FlagField {...props} />;
    default:
      return <Line {...props} />;
  }
}

function codeOptions(
  schema: FieldSchema,
  language: Language,
  year: number | undefined,
): { value: string; label: string }[] {
  const list = schema.codeList === undefined ? undefined : CODE_LISTS.get(schema.codeList);
  return (schema.enum ?? []).map((value) => ({ value, label: labelOf(list, value, language, year) }));
}

/** Without a list of its own a value may be a role; else its identifier is all there is. */
function labelOf(
  list: CodeList | undefined,
  value: string,
  language: Language,
  year: number | undefined,
): string {
  return list === undefined ? roleName(value, language) : codeLabel(list, value, language, year);
}

function ErrorText({ path }: { path: string }) {
  const { t } = useTexts();
  const { errors, id } = useFormState();
  const error = errors.get(path);
  return (
    <div id={`${fieldId(id, path)}-error`} className="field-error" aria-live="polite">
      {error === undefined ? null : t(error.text, error.values)}
    </div>
  );
}

/** An object; one that isn't required is opened by a button. */
function Group({
  name,
  path,
  value,
  required,
  inner,
  hint,
}: FieldProps & { inner: FieldSchema; hint?: boolean }) {
  const { t, language } = useTexts();
  const { change, action, id } = useFormState();
  const what = fieldLabel(name, language);
  const given = typeof value === "object" && !Array.isArray(value);
  if (!given && !required) {
    return (
      <div>
        <Button onClick={() => change(path, startOf(action, name, { ...inner, type: "object" }, path))}>
          {t(formTexts.include, { what })}
        </Button>
      </div>
    );
  }
  return (
    <fieldset id={fieldId(id, path)} tabIndex={-1}>
      <legend>
        {what} {required ? null : <small className="muted">{t(formTexts.optional)}</small>}
      </legend>
      {hint === true ? <p className="muted">{t(formTexts.restrictedHint)}</p> : null}
      <Fields schema={inner} path={path} fields={(given ? value : {}) as FormFields} />
      <ErrorText path={path} />
      {required ? null : (
        <p>
          <Button danger onClick={() => change(path, undefined)}>
            {t(formTexts.exclude, { what })}
          </Button>
        </p>
      )}
    </fieldset>
  );
}

function ListField({ name, schema, path, value, required }: FieldProps) {
  const { t, language } = useTexts();
  const { change, action, id } = useFormState();
  const items = Array.isArray(value) ? (value as readonly FormValue[]) : [];
  const what = fieldLabel(name, language);
  const inner = schema.items ?? {};
  return (
    <fieldset id={fieldId(id, path)} tabIndex={-1}>
      <legend>
        {what} <small className="muted">{t(required ? formTexts.required : formTexts.optional)}</small>
      </legend>
      <div className="stack">
        {items.map((item, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an item has no other name than its place, which its path is
          <fieldset key={i}>
            <legend>{t(formTexts.item, { what, n: i + 1 })}</legend>
            {fieldKind(name, inner) === "object" ? (
              <Fields schema={inner} path={`${path}.${i}`} fields={(item ?? {}) as FormFields} />
            ) : (
              <Field name={name} schema={inner} path={`${path}.${i}`} value={item} required beside={{}} />
            )}
            <p>
              <Button
                danger
                disabled={items.length <= (schema.minItems ?? 0)}
                onClick={() =>
                  change(
                    path,
                    items.filter((_, at) => at !== i),
                  )
                }
              >
                {t(formTexts.remove, { n: i + 1 })}
              </Button>
            </p>
          </fieldset>
        ))}
      </div>
      <ErrorText path={path} />
      <p>
        <Button
          disabled={items.length >= (schema.maxItems ?? Number.POSITIVE_INFINITY)}
          onClick={() => change(path, [...items, startOf(action, name, inner, `${path}.${items.length}`)])}
        >
          {t(formTexts.add, { what })}
        </Button>
      </p>
    </fieldset>
  );
}

function CodesField({ name, schema, path, value, required }: FieldProps) {
  const { t, language } = useTexts();
  const { change, touch, id } = useFormState();
  const year = useYear();
  const chosen = Array.isArray(value) ? (value as readonly string[]) : [];
  return (
    <fieldset id={fieldId(id, path)} tabIndex={-1} aria-describedby={`${fieldId(id, path)}-error`}>
      <legend>
        {fieldLabel(name, language)}{" "}
        <small className="muted">
          {t(required && (schema.minItems ?? 0) > 0 ? formTexts.required : formTexts.optional)}
        </small>
      </legend>
      <Checkbox.Group
        value={[...chosen]}
        options={codeOptions(schema.items ?? {}, language, year)}
        onChange={(values) => {
          change(path, values.length === 0 && !required ? undefined : values);
          touch(path);
        }}
      />
      <ErrorText path={path} />
    </fieldset>
  );
}

function FlagField({ name, path, value, required }: FieldProps) {
  const { t, language } = useTexts();
  const { change, touch, id } = useFormState();
  const own = fieldId(id, path);
  return (
    <div className="field">
      <label htmlFor={own}>
        {fieldLabel(name, language)} <Need required={required} />
      </label>
      <Select
        id={own}
        allowClear={!required}
        placeholder={t(formTexts.choose)}
        value={value === undefined ? null : String(value)}
        options={[
          { value: "true", label: t(appTexts.yes) },
          { value: "false", label: t(appTexts.no) },
        ]}
        onChange={(chosen: string | null | undefined) => change(path, chosen ?? undefined)}
        onBlur={() => touch(path)}
      />
      <ErrorText path={path} />
    </div>
  );
}

function Need({ required }: { required: boolean }) {
  const { t } = useTexts();
  return <small className="muted">{t(required ? formTexts.required : formTexts.optional)}</small>;
}

/** A field of one value: label, control, hint and error, joined for screen readers. */
function Line({ name, schema, path, value, required }: FieldProps) {
  const { t, language } = useTexts();
  const { change, touch, errors, id, action } = useFormState();
  const year = useYear();
  // While an input method composes, half a word is no mistake.
  const [composing, setComposing] = useState(false);
  const own = fieldId(id, path);
  const kind = fieldKind(name, schema);
  const text = typeof value === "string" ? value : "";
  const wrong = errors.has(path) && !composing;
  const set = (typed: string) => change(path, typed);
  const shared = {
    id: own,
    value: text,
    "aria-required": required,
    "aria-invalid": wrong,
    "aria-describedby": `${own}-hint ${own}-error`,
    status: wrong ? ("error" as const) : ("" as const),
    onChange: (event: { target: { value: string } }) => set(event.target.value),
    onBlur: () => touch(path),
    onCompositionStart: () => setComposing(true),
    onCompositionEnd: () => setComposing(false),
  };
  const prefix = idPrefix(schema) ?? "";
  const [control, hint]: [ReactNode, string | undefined] = (() => {
    switch (kind) {
      case "code":
        return [
          <Select
            key="control"
            id={own}
            allowClear={!required}
            showSearch={{ optionFilterProp: "label" }}
            placeholder={t(formTexts.choose)}
            value={text === "" ? null : text}
            status={shared.status}
            aria-invalid={wrong}
            options={codeOptions(schema, language, year)}
            onChange={(chosen: string | null | undefined) => set(chosen ?? "")}
            onBlur={shared.onBlur}
          />,
          undefined,
        ];
      case "date":
        return [<Input key="control" {...shared} type="date" max="9999-12-31" />, undefined];
      case "time":
        return [<Input key="control" {...shared} type="datetime-local" max="9999-12-31T23:59" />, undefined];
      case "money":
        return [
          <Input key="control" {...shared} inputMode="decimal" suffix={t(formTexts.yuan)} />,
          undefined,
        ];
      case "number":
        return [<Input key="control" {...shared} inputMode="numeric" />, undefined];
      case "division":
        return [<DivisionInput key="control" {...shared} />, t(formTexts.divisionHint)];
      case "bytes":
        return [
          <Input key="control" {...shared} className="mono" spellCheck={false} />,
          t(formTexts.bytesHint),
        ];
      case "id":
        return [
          <div key="control" className="row">
            <Input {...shared} className="mono id-input" spellCheck={false} autoCapitalize="characters" />
            {namesNew(action, path) ? (
              <Button onClick={() => set(newId(prefix as IdPrefix))}>{t(formTexts.newId)}</Button>
            ) : null}
          </div>,
          t(formTexts.idHint, { prefix }),
        ];
      case "longText":
        return [
          <Input.TextArea
            key="control"
            {...shared}
            rows={4}
            // Too much is told, not cut off without a word.
            count={{ show: true, ...(schema.maxLength === undefined ? {} : { max: schema.maxLength }) }}
          />,
          undefined,
        ];
      default:
        return [<Input key="control" {...shared} />, undefined];
    }
  })();
  return (
    <div className="field">
      <label htmlFor={own}>
        {fieldLabel(name, language)} <Need required={required} />
      </label>
      {control}
      <div id={`${own}-hint`} className="muted">
        {hint}
      </div>
      {composing ? null : <ErrorText path={path} />}
    </div>
  );
}
