/** The totals of selected invoices, shown before they are confirmed together. */
import type { InvoiceRow } from "@/lib/api/types";
import { sum } from "@/lib/decimal";

interface CurrencySum {
  /** Null for the invoices that state none. */
  currency: string | null;
  count: number;
  /** A decimal string. */
  total: string;
  /** Invoices without a total: they add nothing. */
  withoutTotal: number;
}

/** One sum per currency, the most frequent first. */
export function sumsByCurrency(
  rows: readonly Pick<InvoiceRow, "currency" | "total_amount">[],
): CurrencySum[] {
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  return currencies
    .map((currency) => ({ currency, those: rows.filter((row) => row.currency === currency) }))
    .map(({ currency, those }) => ({
      currency,
      count: those.length,
      total: sum(those.map(({ total_amount }) => total_amount)).toFixed(),
      withoutTotal: those.filter(({ total_amount }) => total_amount === null).length,
    }))
    .sort((a, b) => b.count - a.count);
}
