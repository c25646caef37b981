/** What the selected rows allow. */
import type { InvoiceRow } from "@/lib/api/types";

export interface Possible {
  /** Waiting and free of errors: the only ones confirmed without a look. */
  confirm: readonly InvoiceRow[];
  /** Waiting, but with errors: left out of a bulk confirm. */
  needCare: readonly InvoiceRow[];
  reject: readonly InvoiceRow[];
  retry: readonly InvoiceRow[];
}

export function possible(rows: readonly InvoiceRow[]): Possible {
  const waiting = rows.filter(({ status }) => status === "waiting_validation");
  return {
    confirm: waiting.filter(({ checks_summary }) => checks_summary.error === 0),
    needCare: waiting.filter(({ checks_summary }) => checks_summary.error > 0),
    reject: rows.filter(({ status }) => ["processing", "waiting_validation", "failed"].includes(status)),
    retry: rows.filter(({ status }) => status === "failed" || status === "rejected"),
  };
}
