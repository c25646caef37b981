import { memo, useLayoutEffect, useRef, type RefObject } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { codeNames } from "@/lib/i18n/code-names";
import { labelOf } from "@/lib/i18n/field-text";
import { bookingField } from "../booking";
import type { Field } from "../fields";
import { Alternatives } from "./alternatives";
import { BookingOffers } from "./booking-offers";
import { CodesInput } from "./codes-input";
import { FieldNotes, useSupportText } from "./field-notes";
import { inputId, useReviewStore } from "./review-context";
import { useField } from "./use-field";
import { useSummary } from "./use-summary";
import { ValueInput } from "./value-input";
import styles from "./fields.module.css";

/** A label, its value, its alternatives, and why it should be looked at. */
export const FieldRow = memo(function FieldRow({ field: { pointer, kind } }: { field: Field }) {
  const { t } = useI18n();
  const { dispatch } = useReviewStore();
  const field = useField(pointer);
  const summary = useSummary(pointer);
  const { value, readOnly, wrong, frame, focus } = field;
  const row = useRef<HTMLDivElement>(null);
  const id = inputId(pointer);
  const notes = `${id}-notes`;
  const label = labelOf(pointer, t);
  const supportText = useSupportText();
  useGrowingText(row, summary ?? value);

  return (
    <div ref={row} className={styles["row"]} {...frame}>
      <label htmlFor={id} title={[label, supportText(field)].filter(Boolean).join(": ")}>
        {label}
      </label>
      <div className={styles["value"]}>
        {kind === "codes" ? (
          <CodesInput
            id={id}
            label={label}
            readOnly={readOnly}
            value={Array.isArray(value) ? (value as string[]) : []}
            onValue={(codes) => dispatch({ type: "typed", pointer, value: codes })}
            {...focus}
          />
        ) : (
          <ValueInput
            id={id}
            kind={kind}
            names={codeNames(pointer, t)}
            readOnly={readOnly}
            value={summary ?? (typeof value === "string" ? value : null)}
            aria-invalid={wrong}
            aria-describedby={notes}
            onValue={(next) => dispatch({ type: "typed", pointer, value: next })}
            {...focus}
          />
        )}
      </div>
      {bookingField(pointer) ? (
        <BookingOffers pointer={pointer} keys="ArrowDown" />
      ) : (
        <Alternatives pointer={pointer} field={field} />
      )}
      <FieldNotes field={field} id={notes} />
    </div>
  );
});

const GROWS_ITSELF = "fieldSizing" in document.documentElement.style;

/** A text area as high as its text. By script, which measures the page once more for each, only where `field-sizing` is unknown. */
function useGrowingText(row: RefObject<HTMLDivElement | null>, value: unknown): void {
  useLayoutEffect(() => {
    if (GROWS_ITSELF) return;
    const area = row.current?.querySelector("textarea");
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 160)}px`;
  }, [row, value]);
}
