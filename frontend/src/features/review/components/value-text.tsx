import { useI18n } from "@/lib/i18n/i18n";

/** Any value of an invoice as words; a list by its length. */
export function ValueText({ value }: { value: unknown }) {
  const { t } = useI18n();
  if (value === null || value === undefined || value === "") return <i>{t.review.conflict.empty}</i>;
  if (Array.isArray(value)) {
    return value.every((item) => typeof item === "string")
      ? value.join(", ") || <i>{t.review.conflict.empty}</i>
      : t.review.conflict.rows(value.length);
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}
