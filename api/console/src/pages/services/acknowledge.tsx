import { Button } from "antd";
import { type FormEvent, useId, useState } from "react";
import { Failure } from "../../app/states.tsx";
import { useDescription } from "../../ledger/reader.ts";
import { useTexts } from "../../texts/language.tsx";
import { refusalsOf } from "../actions/refusals-of.ts";
import { SubmissionPanel } from "../actions/submission-panel.tsx";
import { useOneStep } from "./one-step.ts";
import { serviceTexts } from "./texts.ts";

const RATINGS = [5, 4, 3, 2, 1];

/** For the household itself: one click, with a rating if it likes to give one. */
export function Acknowledge({ household, n }: { household: string; n: number }) {
  const { t } = useTexts();
  const id = useId();
  const description = useDescription();
  const [rating, setRating] = useState<number | undefined>();
  const { state, send, reset, waitAgain, open } = useOneStep(`service.acknowledge/${household}/${n}`);
  const told = refusalsOf(state, description.data?.data.refusals ?? {});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const payload = { householdId: household, n, ...(rating === undefined ? {} : { rating }) };
    send({ actions: [["service.acknowledge", payload]], attachments: [] });
  };
  return (
    <>
      <form onSubmit={submit} className="stack" hidden={!open}>
        <fieldset>
          <legend>{t(serviceTexts.rate)}</legend>
          <div className="row">
            {[...RATINGS, undefined].map((value) => (
              <label key={value ?? "none"} className="choice">
                <input type="radio" name={id} checked={rating === value} onChange={() => setRating(value)} />
                {value ?? t(serviceTexts.noRating)}
              </label>
            ))}
          </div>
        </fieldset>
        <div role="alert">
          {told.map(({ code, message, hint }) => (
            <p key={code} className="field-error">
              {t(message)}。{t(hint)}
            </p>
          ))}
        </div>
        <div>
          <Button type="primary" htmlType="submit">
            {t(serviceTexts.confirm)}
          </Button>
        </div>
      </form>
      {description.error === null ? null : <Failure error={description.error} />}
      {state.step === "checked" ? null : (
        <SubmissionPanel
          state={state}
          onSubmit={reset}
          onWait={waitAgain}
          onChange={reset}
          onAnother={reset}
        />
      )}
    </>
  );
}
