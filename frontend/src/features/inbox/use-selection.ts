/** What is selected in the inbox: rows of the page, and all that match, which the server is asked for. */
import { useCallback, useMemo, useRef, useState } from "react";
import type { InvoiceRow } from "@/lib/api/types";
import { everyInvoice, type ListedQuery } from "@/lib/invoices/list-invoices";
import { asShown, NONE_SELECTED, toggled, withoutRows, withRows, type Selected } from "./selection";

/** So many are selected at once at most: as many as a search counts exactly. */
export const MOST_SELECTED = 10_000;

export interface Selection {
  /** The selected rows as they are shown now. */
  chosen: readonly InvoiceRow[];
  has: (id: number) => boolean;
  /** The row at this place of the page; with `range`, all between it and the one before. */
  toggle: (index: number, range: boolean) => void;
  togglePage: () => void;
  clear: () => void;
  /** All that match, read page by page; `gathered` tells how many there are so far, null when none are read. */
  selectAll: (query: ListedQuery) => Promise<void>;
  gathered: number | null;
}

export function useSelection(rows: readonly InvoiceRow[]): Selection {
  const [selected, setSelected] = useState<Selected>(NONE_SELECTED);
  const [gathered, setGathered] = useState<number | null>(null);
  const reading = useRef<AbortController | null>(null);
  /** By id: the page may have changed since. */
  const last = useRef<number | null>(null);
  const chosen = useMemo(() => asShown(selected, rows), [selected, rows]);

  const clear = useCallback(() => {
    reading.current?.abort();
    last.current = null;
    setSelected(NONE_SELECTED);
  }, []);

  const selectAll = useCallback(async (query: ListedQuery) => {
    const stop = new AbortController();
    reading.current = stop;
    setGathered(0);
    try {
      const every = await everyInvoice(query, {
        most: MOST_SELECTED,
        signal: stop.signal,
        onRows: setGathered,
      });
      if (!stop.signal.aborted) setSelected(withRows(NONE_SELECTED, every));
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    } finally {
      setGathered(null);
    }
  }, []);

  return {
    chosen,
    has: (id) => selected.has(id),
    toggle: (index, range) => {
      const from = range ? rows.findIndex(({ id }) => id === last.current) : -1;
      setSelected(toggled(selected, rows, index, from < 0 ? index : from));
      last.current = rows[index]?.id ?? null;
    },
    togglePage: () =>
      setSelected(
        rows.every(({ id }) => selected.has(id)) ? withoutRows(selected, rows) : withRows(selected, rows),
      ),
    clear,
    selectAll,
    gathered,
  };
}
