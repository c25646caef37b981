import type { FinalVersion } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { pointerName, valueText } from "@/lib/i18n/field-text";
import { kindOf } from "@/lib/invoices/fields";
import { valueAt } from "@/lib/json-pointer";
import { useVersions } from "../api/get-versions";
import styles from "./review.module.css";

/** What distinguishes a version from the others; the API returns its whole data. */
const KEY_FIGURES = [
  "/invoice_number",
  "/issue_date",
  "/due_date",
  "/seller/name",
  "/buyer/name",
  "/net_amount",
  "/tax_amount",
  "/total_amount",
  "/payment/iban",
] as const;

/** Earlier data that was final and was withdrawn, newest first; nothing when there is none. */
export function FinalVersions({ invoiceId }: { invoiceId: number }) {
  const { t } = useI18n();
  const versions = useVersions(invoiceId).data?.versions ?? [];
  if (versions.length === 0) return null;
  return (
    <section className={styles["versions"]} aria-label={t.review.history.versions}>
      <h3>{t.review.history.versions}</h3>
      {versions.map((version) => (
        <Version key={version.number} version={version} />
      ))}
    </section>
  );
}

function Version({ version }: { version: FinalVersion }) {
  const { t, f } = useI18n();
  const { number, withdrawn_by, withdrawn_at, reason, confirmed_at, final_data: data } = version;
  return (
    <details>
      <summary>{t.review.history.version(number, withdrawn_by, f.dateTime(withdrawn_at), reason)}</summary>
      <dl>
        {confirmed_at && (
          <div>
            <dt>{t.status.processed}</dt>
            <dd>{f.dateTime(confirmed_at)}</dd>
          </div>
        )}
        {KEY_FIGURES.map((pointer) => {
          const value = valueAt(data, pointer);
          if (typeof value !== "string" || value === "") return null;
          return (
            <div key={pointer}>
              <dt>{pointerName(pointer, t)}</dt>
              <dd>
                {kindOf(pointer) === "number"
                  ? f.money(value, data.currency)
                  : valueText(pointer, value, t, f)}
              </dd>
            </div>
          );
        })}
      </dl>
    </details>
  );
}
