import { useCallback, useEffect, useRef } from "react";
import { mayChange, useSubmission, type Work } from "../../ledger/submission.ts";

/** Submits with one click what the form shows whole: the node tries it first, and only what it agrees to is signed. */
export function useOneStep(slot: string) {
  const { state, check, submit, reset, waitAgain } = useSubmission(slot);
  const wanted = useRef<Work | undefined>(undefined);

  useEffect(() => {
    if (state.step !== "checked" || state.simulation.status !== "applied") return;
    const work = wanted.current;
    wanted.current = undefined;
    if (work !== undefined) void submit(work);
  }, [state, submit]);

  const send = useCallback(
    (work: Work) => {
      wanted.current = work;
      void check(work);
    },
    [check],
  );
  /** Is the form to be seen? Not while something is under way, nor where it may still come to its end. */
  const open =
    mayChange(state) &&
    state.step !== "checking" &&
    !(state.step === "checked" && state.simulation.status === "applied");
  return { state, send, reset, waitAgain, open };
}
