import type { InvoiceRow } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { Marked } from "@/lib/invoices/marked";
import styles from "./palette.module.css";

/** An invoice that was found: whose, how much, in which state, and where the words stand in it. */
export function Hit({ row }: { row: InvoiceRow }) {
  const { t, f } = useI18n();
  const { match } = row;
  return (
    <span className={styles["hit"]}>
      <span>
        {row.seller_name ?? row.filename}{" "}
        {row.invoice_number && <span className={styles["soft"]}>{row.invoice_number}</span>}
      </span>
      <span className={styles["total"]}>{f.money(row.total_amount, row.currency)}</span>
      <small>{match ? <Marked match={match} /> : row.filename}</small>
      <small>{t.status[row.status]}</small>
    </span>
  );
}
