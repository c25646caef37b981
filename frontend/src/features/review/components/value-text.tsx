import { useI18n } from "@/lib/i18n/i18n";
import { valueText } from "@/lib/i18n/field-text";

/** Any value of an invoice as words, in the form of its field; a list by its length. */
export function ValueText({ pointer, value }: { pointer: string; value: unknown }) {
  const { t, f } = useI18n();
  if (value === null || value === undefined || value === "") return <i>{t.review.conflict.empty}</i>;
  if (Array.isArray(value)) {
    return value.every((item) => typeof item === "string")
      ? value.join(", ") || <i>{t.review.conflict.empty}</i>
      : t.review.conflict.rows(value.length);
  }
  return typeof value === "string" ? valueText(pointer, value, t, f) : JSON.stringify(value);
}
