import type { InvoiceRow } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { isWithin, Marked, MarkedText } from "@/lib/invoices/marked";
import styles from "./palette.module.css";

/** An invoice that was found: whose, how much, in which state, and where the words stand in it. */
export function Hit({ row }: { row: InvoiceRow }) {
  const { t, f } = useI18n();
  const { match } = row;
  const isMarkedAbove =
    match &&
    (isWithin(match, "seller", row.seller_name) || isWithin(match, "invoice_number", row.invoice_number));
  return (
    <span className={styles["hit"]}>
      <span>
        {row.seller_name ? <MarkedText field="seller" text={row.seller_name} match={match} /> : row.filename}{" "}
        {row.invoice_number && (
          <span className={styles["soft"]}>
            <MarkedText field="invoice_number" text={row.invoice_number} match={match} />
          </span>
        )}
      </span>
      <span className={styles["total"]}>{f.money(row.total_amount, row.currency)}</span>
      <small>{match && !isMarkedAbove ? <Marked match={match} /> : row.filename}</small>
      <small>{t.status[row.status]}</small>
    </span>
  );
}
