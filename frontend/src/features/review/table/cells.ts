/** The cells of a table of rows, by the ids of their inputs. */
import { inputId } from "../components/review-context";

export interface CellAt {
  row: number;
  /** The way from the row to its value: "quantity", "booking/account". */
  name: string;
}

/** The cell that a pointer leads to; null for anything outside of the table at `table` ("/lines"). */
export function cellOf(table: string, pointer: string | null): CellAt | null {
  if (!pointer?.startsWith(`${table}/`)) return null;
  const [row = "", ...way] = pointer.slice(table.length + 1).split("/");
  const isCell = /^\d+$/.test(row) && way.length > 0 && !way.some((step) => /^\d*$/.test(step));
  return isCell ? { row: Number(row), name: way.join("/") } : null;
}

/** The cell whose input an event came from, or that has the focus. */
export function cellAt(table: string, target: EventTarget | null): CellAt | null {
  const prefix = inputId("");
  return target instanceof Element && target.id.startsWith(prefix)
    ? cellOf(table, target.id.slice(prefix.length))
    : null;
}
