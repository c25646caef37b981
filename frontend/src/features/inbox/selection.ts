/** What the selected rows allow. */
import type { InvoiceRow } from "@/lib/api/types";
import { canReject, canRetry } from "@/lib/invoices/decidable";

export interface Possible {
  /** Waiting and free of errors: the only ones confirmed without a look. */
  confirm: readonly InvoiceRow[];
  /** Waiting, but with errors: left out of a bulk confirm. */
  withErrors: readonly InvoiceRow[];
  reject: readonly InvoiceRow[];
  retry: readonly InvoiceRow[];
}

export function possible(rows: readonly InvoiceRow[]): Possible {
  const waiting = rows.filter(({ status }) => status === "waiting_validation");
  return {
    confirm: waiting.filter(({ checks_summary }) => checks_summary.error === 0),
    withErrors: waiting.filter(({ checks_summary }) => checks_summary.error > 0),
    reject: rows.filter(({ status }) => canReject(status)),
    retry: rows.filter(({ status }) => canRetry(status)),
  };
}
