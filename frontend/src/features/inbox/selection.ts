/** What may be done with the selected rows: their status decides, and what the key allows. */
import type { ApiAction, InvoiceRow } from "@/lib/api/types";
import { canReject, canRetry } from "@/lib/invoices/decidable";

export interface Possible {
  /** Waiting and free of errors: the only ones confirmed without a look. */
  confirm: readonly InvoiceRow[];
  /** Waiting, but with errors: left out of a bulk confirm. */
  withErrors: readonly InvoiceRow[];
  reject: readonly InvoiceRow[];
  retry: readonly InvoiceRow[];
}

export function possible(rows: readonly InvoiceRow[], may: (action: ApiAction) => boolean): Possible {
  const waiting = may("confirm") ? rows.filter(({ status }) => status === "waiting_validation") : [];
  return {
    confirm: waiting.filter(({ checks_summary }) => checks_summary.error === 0),
    withErrors: waiting.filter(({ checks_summary }) => checks_summary.error > 0),
    reject: may("reject") ? rows.filter(({ status }) => canReject(status)) : [],
    retry: may("retry") ? rows.filter(({ status }) => canRetry(status)) : [],
  };
}
