import { memo, useLayoutEffect, useRef, type RefObject } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { valueAt } from "@/lib/json-pointer";
import { sameValue } from "../draft/draft";
import type { Field } from "../fields";
import { CodesInput } from "./codes-input";
import { FieldNotes, TrustMark } from "./field-notes";
import { inputId, useReview } from "./review-context";
import { ValueInput } from "./value-input";
import styles from "./fields.module.css";

/** A label, its value, how sure it is, and what is wrong with it. */
export const FieldRow = memo(function FieldRow({ field }: { field: Field }) {
  const { t } = useI18n();
  const review = useReview();
  const { pointer, kind, name } = field;
  const row = useRef<HTMLDivElement>(null);
  const value = valueAt(review.data, pointer);
  const changed = !sameValue(JSON.stringify(value), JSON.stringify(valueAt(review.saved, pointer)));
  const wrong =
    pointer in review.refused ||
    review.problems.has(pointer) ||
    review.findings.some(({ level, pointers }) => level === "error" && pointers.includes(pointer));
  const id = inputId(pointer);
  const notes = `${id}-notes`;
  const label = t.review.field[name] ?? name;
  const focus = {
    onFocus: () => review.activate(pointer),
    onBlur: () => review.dispatch({ type: "left" }),
  };
  useGrowingText(row, value);

  return (
    <div
      ref={row}
      className={styles["row"]}
      data-pointer={pointer}
      data-active={review.active === pointer || undefined}
      data-changed={changed || undefined}
      data-wrong={wrong || undefined}
      onPointerEnter={() => review.hover(pointer)}
      onPointerLeave={() => review.hover(null)}
    >
      <label htmlFor={id}>{label}</label>
      <div className={styles["value"]}>
        {kind === "codes" ? (
          <CodesInput
            id={id}
            label={label}
            readOnly={review.readOnly}
            value={Array.isArray(value) ? (value as string[]) : []}
            onValue={(codes) => review.dispatch({ type: "typed", pointer, value: codes })}
            {...focus}
          />
        ) : (
          <ValueInput
            id={id}
            kind={kind}
            readOnly={review.readOnly}
            value={typeof value === "string" ? value : null}
            aria-invalid={wrong}
            aria-describedby={notes}
            onValue={(next) => review.dispatch({ type: "typed", pointer, value: next })}
            {...focus}
          />
        )}
        <TrustMark value={value} evidence={review.evidence[kind === "codes" ? `${pointer}/0` : pointer]} />
      </div>
      <FieldNotes pointer={pointer} id={notes} />
    </div>
  );
});

/** A text area as high as its text. By script: `field-sizing` is not everywhere yet. */
function useGrowingText(row: RefObject<HTMLDivElement | null>, value: unknown): void {
  useLayoutEffect(() => {
    const area = row.current?.querySelector("textarea");
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 160)}px`;
  }, [row, value]);
}
