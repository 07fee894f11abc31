import { Button, Input, type InputProps } from "antd";
import { useState } from "react";
import { useTexts } from "../texts/language.tsx";
import type { Both } from "../texts/text.ts";

interface FindFormProps {
  readonly id: string;
  readonly label: Both;
  readonly button: Both;
  /** What a wrong entry should have been. */
  readonly wrongText: Both;
  readonly initial?: string;
  readonly initiallyWrong?: boolean;
  readonly input?: Pick<InputProps, "autoComplete" | "className" | "inputMode" | "placeholder">;
  /** Goes there; false when what was typed names nothing. */
  readonly find: (typed: string) => boolean;
}

/** One field for a code, a button, and under it what is wrong with the code. */
export function FindForm(props: FindFormProps) {
  const { id, label, button, wrongText, initial = "", initiallyWrong = false, input, find } = props;
  const { t } = useTexts();
  const [typed, setTyped] = useState(initial);
  const [wrong, setWrong] = useState(initiallyWrong);
  return (
    <form
      className="field"
      onSubmit={(event) => {
        event.preventDefault();
        setWrong(!find(typed.trim()));
      }}
    >
      <label htmlFor={id}>{t(label)}</label>
      <div className="row">
        <Input
          className="mono id-input"
          {...input}
          id={id}
          value={typed}
          aria-invalid={wrong}
          aria-describedby={`${id}-error`}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="primary" htmlType="submit">
          {t(button)}
        </Button>
      </div>
      <div id={`${id}-error`} className="field-error" aria-live="polite">
        {wrong ? t(wrongText) : null}
      </div>
    </form>
  );
}
