/** What became of a bulk action, kept while other pages are looked at. */
import { useSyncExternalStore } from "react";
import type { InvoiceRow } from "@/lib/api/types";

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

let shown: BulkResult | null = null;
const listeners = new Set<() => void>();

export function showResult(result: BulkResult | null): void {
  shown = result;
  for (const listener of listeners) listener();
}

export const useBulkResult = (): BulkResult | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
