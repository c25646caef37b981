/** The selected rows, of one page or of all; and what may be done with them: their status decides, and what the key allows. */
import type { ApiAction, InvoiceRow } from "@/lib/api/types";
import { canReject, canRetry, isClean } from "@/lib/invoices/decidable";

/** By id, in the order in which they were selected; each in the version that was seen. */
export type Selected = ReadonlyMap<number, InvoiceRow>;

export const NONE_SELECTED: Selected = new Map();

export function withRows(selected: Selected, rows: readonly InvoiceRow[]): Selected {
  return new Map([...selected, ...rows.map((row) => [row.id, row] as const)]);
}

export function withoutRows(selected: Selected, rows: readonly InvoiceRow[]): Selected {
  const left = new Map(selected);
  for (const { id } of rows) left.delete(id);
  return left;
}

/** The row at `index` changed over; all from `from` to it follow. */
export function toggled(
  selected: Selected,
  rows: readonly InvoiceRow[],
  index: number,
  from = index,
): Selected {
  const row = rows[index];
  if (!row) return selected;
  const those = rows.slice(Math.min(from, index), Math.max(from, index) + 1);
  return selected.has(row.id) ? withoutRows(selected, those) : withRows(selected, those);
}

/** The selected rows as they are shown now: what changed on the screen since then was seen. */
export function asShown(selected: Selected, rows: readonly InvoiceRow[]): InvoiceRow[] {
  const shown = new Map(rows.map((row) => [row.id, row]));
  return [...selected.values()].map((row) => shown.get(row.id) ?? row);
}

export interface Possible {
  /** Waiting, and the checks found nothing: the only ones confirmed without a look. */
  confirm: readonly InvoiceRow[];
  /** Waiting, but with findings: left out of a bulk confirm. */
  toCheck: readonly InvoiceRow[];
  reject: readonly InvoiceRow[];
  retry: readonly InvoiceRow[];
  postpone: readonly InvoiceRow[];
  /** Confirmed: whether they can be paid by a file, the API says. */
  pay: readonly InvoiceRow[];
}

export function possible(rows: readonly InvoiceRow[], may: (action: ApiAction) => boolean): Possible {
  const waiting = rows.filter(({ status }) => status === "waiting_validation");
  return {
    confirm: may("confirm") ? waiting.filter(isClean) : [],
    toCheck: may("confirm") ? waiting.filter((row) => !isClean(row)) : [],
    reject: may("reject") ? rows.filter(({ status }) => canReject(status)) : [],
    retry: may("retry") ? rows.filter(({ status }) => canRetry(status)) : [],
    postpone: may("postpone") ? waiting : [],
    pay: may("pay") ? rows.filter(({ status }) => status === "processed") : [],
  };
}
