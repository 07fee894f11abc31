import { type ClientError, RefusedError } from "@jingzhun/client-sdk";
import type { RefusalAnswer } from "../../forms/refused-fields.ts";
import type { Refusals } from "../../ledger/reader.ts";
import type { SubmissionState } from "../../ledger/submission.ts";
import { ownEntry } from "../../texts/own-entry.ts";
import { type Both, textIn } from "../../texts/text.ts";

const UNKNOWN: Both = { zh: "不符合规定", en: "Not allowed" };
const NO_HINT: Both = { zh: "请核对后重试。", en: "Check it and try again." };

/** Places that a final outcome can't fill in (it keeps code and path alone). */
function withoutPlaces(text: Both): Both {
  const leaveOut = (words: string) => words.replace(/\{\w+\}/g, "…");
  return { zh: leaveOut(textIn("zh", text)), en: leaveOut(textIn("en", text)) };
}

function answerOf(error: ClientError): RefusalAnswer {
  return { code: error.code, path: error.path, message: error.text, hint: error.hint };
}

/** Every refusal that a step of the way tells of: all at once from a check, one from an outcome or a node. */
export function refusalsOf(state: SubmissionState, texts: Refusals): RefusalAnswer[] {
  switch (state.step) {
    case "checked":
      return state.simulation.refusals;
    case "rejected": {
      const { outcome } = state;
      if (outcome.status !== "rejected") return [];
      if (outcome.detail !== undefined) return [answerOf(outcome.detail)];
      const { code, path } = outcome;
      const text = ownEntry<Both & { hint?: Both }>(texts, code);
      return [
        { code, path, message: withoutPlaces(text ?? UNKNOWN), hint: withoutPlaces(text?.hint ?? NO_HINT) },
      ];
    }
    case "failed":
      return state.error instanceof RefusedError ? [answerOf(state.error)] : [];
    default:
      return [];
  }
}
