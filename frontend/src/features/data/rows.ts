/** The rows of a page of confirmed invoices: each invoice, or each of its lines. */
import type { ConfirmedInvoice } from "@/lib/api/types";
import type { Row } from "./columns";
import type { View } from "./search";

/** Lines of one invoice that are shown: a page has up to a hundred invoices, and an invoice up to 5,000 lines. */
export const MOST_LINES = 50;

export interface TableRow extends Row {
  key: string;
  /** How many lines of the invoice are not shown; the row is about these. */
  hidden?: number;
}

/** An invoice without lines has one row all the same. */
export function rowsOf(invoices: readonly ConfirmedInvoice[], view: View): TableRow[] {
  if (view === "invoices") return invoices.map((invoice) => ({ key: String(invoice.invoice_id), invoice }));
  return invoices.flatMap((invoice) => {
    const { invoice_id, lines } = invoice;
    const shown = lines
      .slice(0, MOST_LINES)
      .map((line, index): TableRow => ({ key: `${invoice_id}-${index}`, invoice, line, number: index + 1 }));
    const hidden = lines.length - shown.length;
    if (lines.length === 0) return [{ key: String(invoice_id), invoice }];
    return hidden > 0 ? [...shown, { key: `${invoice_id}-more`, invoice, hidden }] : shown;
  });
}
