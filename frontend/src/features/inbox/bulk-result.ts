/** What became of a bulk action, kept while other pages are looked at. */
import type { InvoiceRow } from "@/lib/api/types";
import { newStore, useSelected } from "@/lib/store";

/** An invoice that was skipped, and why, in the reader's words. */
export interface LeftOutRow {
  row: InvoiceRow;
  reason: string;
}

export interface BulkResult {
  /** "210 invoices confirmed." */
  text: string;
  leftOut: readonly LeftOutRow[];
  /** So many were not tried, since the action was cancelled. */
  notTried: number;
  /** Takes back what was done; null if that is not possible. */
  undo: (() => void) | null;
}

const result = newStore<BulkResult | null>(null);

export const showResult = result.set;

export const useBulkResult = (): BulkResult | null => useSelected(result, (shown) => shown);
