import { valueText } from "@/lib/i18n/field-text";
import { useI18n } from "@/lib/i18n/i18n";
import { Kbd } from "@/lib/ui/kbd";
import { alternativesOf, taken } from "../alternatives";
import { useReviewStore } from "./review-context";
import type { FieldState } from "./use-field";
import { useFocusToField } from "./use-focus-to-field";
import styles from "./fields.module.css";

/** What else the value may be, for the field at hand and for those that are not sure; a click takes it. */
export function Alternatives({ pointer, field }: { pointer: string; field: FieldState }) {
  const { t, f } = useI18n();
  const { dispatch } = useReviewStore();
  const { readOnly, active, toCheck } = field;
  const others = alternativesOf(field);
  const focused = useFocusToField(pointer);
  if (readOnly || others.length === 0 || !(active || toCheck)) return null;
  return (
    <p className={styles["alternatives"]} {...focused}>
      <span>
        {active && <Kbd keys="ArrowDown" />} {t.review.alternatives}
      </span>
      {others.map((other) => (
        <button
          key={other.value}
          type="button"
          // The field keeps the focus.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => dispatch(taken(pointer, other))}
          title={other.text === null ? undefined : t.review.evidence.printed(other.text)}
        >
          {valueText(pointer, other.value, t, f)}
        </button>
      ))}
    </p>
  );
}
