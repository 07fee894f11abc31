import { Alert } from "antd";
import type { Ref } from "react";
import { fieldId } from "../../forms/form-context.ts";
import type { FieldErrors } from "../../forms/payload.ts";
import { fieldOf, type RefusalAnswer } from "../../forms/refused-fields.ts";
import { formTexts } from "../../forms/texts.ts";
import { fieldLabel } from "../../texts/fields.ts";
import { useTexts } from "../../texts/language.tsx";
import type { Language } from "../../texts/text.ts";

/** `members.0.personId` → 家庭成员 1 人员编号 */
function placeName(path: string, language: Language): string {
  return path
    .split(".")
    .map((step) => (/^\d+$/.test(step) ? String(Number(step) + 1) : fieldLabel(step, language)))
    .join(" ");
}

/** Everything that is wrong, each leading to its field. Takes the focus when somebody asked to go on. */
export function ErrorSummary({
  errors,
  others,
  formId,
  ref,
}: {
  errors: FieldErrors;
  /** Refusals that may be about no field. */
  others: readonly RefusalAnswer[];
  formId: string;
  ref: Ref<HTMLDivElement>;
}) {
  const { t, language } = useTexts();
  const rest = others.filter(({ path }) => {
    const field = fieldOf(path);
    return (
      field === undefined || ![...errors.keys()].some((at) => field === at || field.startsWith(`${at}.`))
    );
  });
  const count = errors.size + rest.length;
  const goTo = (path: string) => {
    const field = document.getElementById(fieldId(formId, path));
    field?.focus();
    field?.scrollIntoView({ block: "center" });
  };
  return (
    <div ref={ref} tabIndex={-1}>
      {count === 0 ? null : (
        <Alert
          type="error"
          showIcon
          title={t(formTexts.errorsFound, { count })}
          description={
            <ul>
              {rest.map(({ code, path, message, hint }) => (
                <li key={`${code} ${path}`}>
                  {t(message)}。{t(hint)}
                </li>
              ))}
              {[...errors].map(([path, { text, values }]) => (
                <li key={path}>
                  <a
                    href={`#${fieldId(formId, path)}`}
                    onClick={(event) => {
                      event.preventDefault();
                      goTo(path);
                    }}
                  >
                    {placeName(path, language)}
                  </a>
                  ：{t(text, values)}
                </li>
              ))}
            </ul>
          }
        />
      )}
    </div>
  );
}
