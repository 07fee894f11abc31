import { type Action, type Attachment, ClientError, type Finality, type Routes } from "@jingzhun/client-sdk";
import { hex } from "@jingzhun/ledger";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { browserStorage } from "../app/browser-storage.ts";
import { keyIdOf, useClient } from "./client.tsx";
import { keepPending, pendingKey, readPending } from "./pending.ts";

export type Simulation = NonNullable<Routes["transactions.submit"]["response"]["simulation"]>;
export interface Work {
  actions: readonly Action[];
  attachments: readonly Attachment[];
}

/** Where a transaction is on its way. `failed` is what no outcome says: refused before, or no answer. */
export type SubmissionState =
  | { step: "idle" }
  | { step: "checking" }
  | { step: "checked"; simulation: Simulation }
  | { step: "sending" }
  | { step: "waiting"; id: string }
  | { step: "applied" | "rejected"; outcome: Exclude<Finality, { status: "expired" }> }
  | { step: "expired"; id: string }
  | { step: "failed"; error: unknown; id?: string };

/**
 * Checks, submits, and waits until the outcome is final and proved by the SDK. `slot` names the form: a transaction
 * that was sent before a reload is waited for again, never signed a second time.
 */
export function useSubmission(slot: string) {
  const client = useClient();
  const queryClient = useQueryClient();
  const [state, setState] = useState<SubmissionState>({ step: "idle" });
  const key = pendingKey(keyIdOf(client), slot);
  /** Ends waiting when the page is left; the transaction goes on. */
  const left = useRef(new AbortController());

  const ended = useCallback(
    (end: Finality) => {
      browserStorage().removeItem(key);
      void queryClient.invalidateQueries();
      if (end.status === "expired") setState({ step: "expired", id: end.id });
      else setState({ step: end.status, outcome: end });
    },
    [key, queryClient],
  );

  useEffect(() => {
    const controller = new AbortController();
    left.current = controller;
    const pending = readPending(browserStorage(), key);
    if (pending !== undefined) {
      const { id, expiresAt } = pending;
      setState({ step: "waiting", id });
      client.waitForFinality(id, { expiresAt, signal: controller.signal }).then(ended, (error: unknown) => {
        if (!controller.signal.aborted) setState({ step: "failed", error, id });
      });
    }
    return () => controller.abort();
  }, [client, key, ended]);

  const check = useCallback(
    async ({ actions, attachments }: Work) => {
      setState({ step: "checking" });
      try {
        setState({ step: "checked", simulation: await client.simulate(actions, { attachments }) });
      } catch (error) {
        setState({ step: "failed", error });
      }
    },
    [client],
  );

  const submit = useCallback(
    async ({ actions, attachments }: Work) => {
      const { signal } = left.current;
      setState({ step: "sending" });
      let id: string | undefined;
      try {
        const signed = await client.sign(actions, { attachments });
        id = hex(signed.id);
        // Before the first byte leaves: from here on the outcome must be learnt, whatever happens to this page.
        keepPending(browserStorage(), key, { id, expiresAt: signed.expiresAt });
        const sent = await client.submitSigned(signed);
        setState({ step: "waiting", id });
        ended(await sent.waitForFinality({ signal }));
      } catch (error) {
        // A refusal is final: nothing will come of this transaction. Without an answer it may still.
        if (error instanceof ClientError && error.status !== undefined && error.status < 500)
          browserStorage().removeItem(key);
        if (!signal.aborted) setState({ step: "failed", error, ...(id === undefined ? {} : { id }) });
      }
    },
    [client, key, ended],
  );

  /** Waits on for a transaction whose outcome couldn't be learnt. */
  const waitAgain = useCallback(() => {
    const pending = readPending(browserStorage(), key);
    if (pending === undefined) return setState({ step: "idle" });
    const { id, expiresAt } = pending;
    const { signal } = left.current;
    setState({ step: "waiting", id });
    client.waitForFinality(id, { expiresAt, signal }).then(ended, (error: unknown) => {
      if (!signal.aborted) setState({ step: "failed", error, id });
    });
  }, [client, key, ended]);

  const reset = useCallback(() => setState({ step: "idle" }), []);
  return { state, check, submit, waitAgain, reset };
}
