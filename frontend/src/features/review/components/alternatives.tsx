import { valueText } from "@/lib/i18n/field-text";
import { useI18n } from "@/lib/i18n/i18n";
import { alternativesOf, taken } from "../alternatives";
import { trustOf } from "../draft/fields-to-check";
import { valueAt } from "@/lib/json-pointer";
import { useReview } from "./review-context";
import styles from "./fields.module.css";

/** What else the value may be, for the field at hand and for those that are not sure; a click takes it. */
export function Alternatives({ pointer }: { pointer: string }) {
  const { t, f } = useI18n();
  const { data, original, evidence, readOnly, active, dispatch } = useReview();
  const others = alternativesOf(pointer, data, original, evidence);
  const sure = ["sure", "person"].includes(trustOf(valueAt(data, pointer), evidence[pointer]));
  if (readOnly || others.length === 0 || (sure && active !== pointer)) return null;
  return (
    <p className={styles["alternatives"]}>
      <span>{t.review.alternatives}</span>
      {others.map((other) => (
        <button
          key={other.value}
          type="button"
          // The field keeps the focus.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => dispatch(taken(pointer, other))}
          title={other.text === null ? undefined : t.review.evidence.printed(other.text)}
        >
          {valueText(pointer, other.value, f)}
        </button>
      ))}
    </p>
  );
}
