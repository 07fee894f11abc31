import {
  type Action,
  type Attachment,
  ClientError,
  type Finality,
  RefusedError,
  type Routes,
} from "@jingzhun/client-sdk";
import { hex } from "@jingzhun/ledger";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { browserStorage } from "../app/browser-storage.ts";
import { draftSeal } from "../forms/draft-seal.ts";
import { useSession } from "../session/session.tsx";
import { keyIdOf, useClient } from "./client.tsx";
import { keepPending, type Pending, pendingKey, readPending } from "./pending.ts";

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
  /** `taken`: a node said that it has it. */
  | { step: "waiting"; id: string; taken: boolean }
  | { step: "applied" | "rejected"; outcome: Exclude<Finality, { status: "expired" }> }
  | { step: "expired"; id: string }
  | { step: "failed"; error: unknown; id?: string };

/**
 * May something still be changed and sent? Not while an outcome is waited for, nor where it may still come: a second
 * transaction would do the same thing twice.
 */
export function mayChange(state: SubmissionState): boolean {
  if (state.step === "failed") return state.id === undefined || state.error instanceof RefusedError;
  return state.step !== "sending" && state.step !== "waiting" && state.step !== "applied";
}

/**
 * Checks, submits, and waits until the outcome is final and proved by the SDK. `slot` names the form and what it is
 * about: a transaction that was sent before a reload is waited for again, and sent again where no node has it, never
 * signed a second time.
 */
export function useSubmission(slot: string) {
  const client = useClient();
  const queryClient = useQueryClient();
  const [state, setState] = useState<SubmissionState>({ step: "idle" });
  const key = pendingKey(keyIdOf(client), slot);
  const { session } = useSession();
  const sealKey = session.state === "in" ? session.draftKey : undefined;
  const seal = useMemo(() => (sealKey === undefined ? undefined : draftSeal(sealKey)), [sealKey]);
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

  const waitFor = useCallback(
    ({ id, expiresAt, tx }: Pending, signal: AbortSignal) => {
      setState({ step: "waiting", id, taken: false });
      client
        .waitForFinality(id, { expiresAt, signal, ...(tx === undefined ? {} : { resend: tx }) })
        .then(ended, (error: unknown) => {
          if (!signal.aborted) setState({ step: "failed", error, id });
        });
    },
    [client, ended],
  );

  useEffect(() => {
    const controller = new AbortController();
    left.current = controller;
    const pending = readPending(browserStorage(), key, seal);
    if (pending !== undefined) waitFor(pending, controller.signal);
    return () => controller.abort();
  }, [key, seal, waitFor]);

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
        keepPending(browserStorage(), key, signed, seal);
        const sent = await client.submitSigned(signed);
        if (!signal.aborted) setState({ step: "waiting", id, taken: sent.taken });
        ended(await sent.waitForFinality({ signal }));
      } catch (error) {
        // A refusal is final: nothing will come of this transaction. Without an answer it may still.
        if (error instanceof ClientError && error.status !== undefined && error.status < 500)
          browserStorage().removeItem(key);
        if (!signal.aborted) setState({ step: "failed", error, ...(id === undefined ? {} : { id }) });
      }
    },
    [client, key, ended, seal],
  );

  /** Waits on for a transaction whose outcome couldn't be learnt. */
  const waitAgain = useCallback(() => {
    const pending = readPending(browserStorage(), key, seal);
    if (pending === undefined) setState({ step: "idle" });
    else waitFor(pending, left.current.signal);
  }, [key, seal, waitFor]);

  const reset = useCallback(() => setState({ step: "idle" }), []);
  return { state, check, submit, waitAgain, reset };
}
