import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { browserStorage, storageKeeps } from "../app/browser-storage.ts";
import { keyIdOf, useClient } from "../ledger/client.tsx";
import { useSession } from "../session/session.tsx";
import { draftSeal } from "./draft-seal.ts";
import { draftKey, forgetDraft, keepDraft, readDraft } from "./drafts.ts";
import { startFields, withField } from "./edit.ts";
import type { FieldSchema, FormFields, FormValue } from "./field-schema.ts";
import { buildPayload, type FieldError, type FieldErrors } from "./payload.ts";

/** ms after the last key press at which a draft is kept. */
const KEEP_MS = 400;
const NOTHING: FormFields = {};
/** The version of the record that a form was opened on. */
const VERSION = "expectVersion";

/**
 * The state of a form for an action: its fields, kept as a draft from the first change on; what is wrong with them;
 * what a node refused, until that field changes. `prefill` goes over the empty form and under a draft's fields, but
 * what it names (a household, a version) wins over an old draft's; `defaults` (today) yield to a draft.
 */
export function useActionForm(
  action: string,
  schema: FieldSchema,
  prefill: FormFields,
  defaults: FormFields = NOTHING,
) {
  const client = useClient();
  const keyId = keyIdOf(client);
  const { session } = useSession();
  const sealKey = session.state === "in" ? session.draftKey : undefined;
  // Whoever isn't signed in has no forms; without a key nothing is kept.
  const seal = useMemo(() => (sealKey === undefined ? undefined : draftSeal(sealKey)), [sealKey]);
  // One draft per thing that the form was opened on: two households' forms don't mix.
  const subject = Object.values(prefill).find((value) => typeof value === "string" && value !== "");
  const slot = subject === undefined ? action : `${action}/${String(subject)}`;
  const key = draftKey(keyId, slot);
  const [{ fields, restored }, setForm] = useState(() => {
    const draft = seal === undefined ? undefined : readDraft(browserStorage(), key, Date.now(), seal);
    const start = { ...startFields(action, schema), ...defaults, ...prefill };
    // A draft was written on the version that it names: a newer one would hide what others changed since.
    const version = draft?.[VERSION] === undefined ? {} : { [VERSION]: draft[VERSION] };
    return {
      fields: draft === undefined ? start : { ...draft, ...prefill, ...version },
      restored: draft !== undefined,
    };
  });
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const [refused, setRefused] = useState<FieldErrors>(new Map());
  const [kept, setKept] = useState(storageKeeps);
  const changedSince = useRef(false);
  const latest = useRef(fields);
  latest.current = fields;

  const keep = useCallback(() => {
    if (!changedSince.current) return;
    changedSince.current = false;
    const written = seal !== undefined && keepDraft(browserStorage(), key, latest.current, Date.now(), seal);
    setKept(written && storageKeeps());
  }, [key, seal]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the fields starts the pause anew
  useEffect(() => {
    const timer = setTimeout(keep, KEEP_MS);
    return () => clearTimeout(timer);
  }, [fields, keep]);
  useEffect(() => {
    // A phone that puts the page away gives no later chance.
    document.addEventListener("visibilitychange", keep);
    window.addEventListener("pagehide", keep);
    return () => {
      document.removeEventListener("visibilitychange", keep);
      window.removeEventListener("pagehide", keep);
      keep();
    };
  }, [keep]);

  const built = useMemo(() => buildPayload(schema, fields), [schema, fields]);
  const errors = useMemo(() => {
    const shown = new Map<string, FieldError>(refused);
    for (const [path, error] of built.errors) if (all || touched.has(path)) shown.set(path, error);
    return shown;
  }, [built, refused, all, touched]);

  const change = useCallback((path: string, value: FormValue) => {
    changedSince.current = true;
    setForm((form) => ({ ...form, fields: withField(form.fields, path, value) }));
    setRefused((before) => {
      const left = new Map([...before].filter(([at]) => at !== path && !at.startsWith(`${path}.`)));
      return left.size === before.size ? before : left;
    });
  }, []);
  /** What the form knows without anybody typing it makes no draft. */
  const fill = useCallback(
    (path: string, value: FormValue) =>
      setForm((form) => ({ ...form, fields: withField(form.fields, path, value) })),
    [],
  );
  const touch = useCallback((path: string) => setTouched((before) => new Set(before).add(path)), []);
  const forget = useCallback(() => {
    changedSince.current = false;
    forgetDraft(browserStorage(), key);
  }, [key]);
  const startEmpty = useCallback(() => {
    forget();
    const { [VERSION]: _, ...named } = prefill;
    setForm({ fields: { ...startFields(action, schema), ...defaults, ...named }, restored: false });
    setTouched(new Set());
    setAll(false);
    setRefused(new Map());
  }, [forget, action, schema, prefill, defaults]);

  return {
    /** What the form is for, and about: drafts and what was sent are kept by it. */
    slot,
    fields,
    restored,
    kept,
    errors,
    built,
    change,
    fill,
    touch,
    /** Shows every error, of fields nobody has been at too. */
    showAll: () => setAll(true),
    /** Shows what a node refused, at its fields. */
    showRefused: setRefused,
    forget,
    startEmpty,
  };
}
