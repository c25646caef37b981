/** What a person may do to the lines: each is one step of undo. */
import type { Line } from "@/lib/api/types";
import { currencyDigits } from "@/lib/currency-digits";
import { valueAt } from "@/lib/json-pointer";
import { computedTotals, EMPTY_LINE, followsProduct, withComputedTotals, withLineValue } from "./line-totals";
import type { ReviewStore } from "./review-store";
import type { Cells } from "./table/clipboard-table";
import type { ColumnName } from "./table/columns";
import type { LineColumn } from "./table/headings";
import { withPasted, type Paste } from "./table/pasted-lines";

export interface LineChanges {
  /** Returns the row of the new line. */
  add: () => number;
  remove: (index: number) => void;
  duplicate: (index: number) => void;
  change: (index: number, name: ColumnName<Line>, value: Line[keyof Line]) => void;
  /** Gives the lines behind `from`, up to `to`, its value. */
  fill: (name: ColumnName<Line>, from: number, to: number) => void;
  paste: (
    cells: Cells,
    at: { row: number; column: LineColumn },
    shown: readonly LineColumn[],
    locale: string,
  ) => Paste;
  applyTotals: () => void;
}

/** The functions stay the same, so that the rows need not render again. */
export function lineChanges(store: ReviewStore): LineChanges {
  // The row whose amount followed quantity and price when both could last be read: once one is emptied, the row does not show it.
  let following: number | null = null;
  const lines = () => store.get().data.lines;
  const digits = () => currencyDigits(store.get().data.currency);
  const replace = (next: Line[]) => {
    following = null;
    store.dispatch({ type: "changed", data: { ...store.get().data, lines: next } });
  };
  return {
    add: () => {
      // A new line mostly has the rate of the one before.
      replace([...lines(), { ...EMPTY_LINE, tax_rate: lines().at(-1)?.tax_rate ?? null }]);
      return lines().length - 1;
    },
    remove: (index) => replace(lines().filter((_, other) => other !== index)),
    duplicate: (index) => {
      const line = lines()[index];
      // The number of a line (BT-126) is its own.
      if (line) replace(lines().toSpliced(index + 1, 0, { ...line, id: null }));
    },
    change: (index, name, value) => {
      const line = lines()[index];
      if (!line) return;
      const followed = followsProduct(line, digits()) ?? following === index;
      following = followed ? index : null;
      const next = withLineValue(line, name, value, { followed, digits: digits() });
      // One value typed is one step of undo for the whole typing; a line whose amount follows is one change.
      if (next.net_amount === line.net_amount || name === "net_amount") {
        store.dispatch({ type: "typed", pointer: `/lines/${index}/${name}`, value });
      } else {
        store.dispatch({ type: "typed", pointer: `/lines/${index}`, value: next });
      }
    },
    fill: (name, from, to) => {
      const source = lines()[from];
      if (!source || to <= from) return;
      replace(
        lines().map((line, index) =>
          index > from && index <= to
            ? withLineValue(line, name, valueAt(source, `/${name}`), { digits: digits() })
            : line,
        ),
      );
    },
    paste: (cells, at, shown, locale) => {
      const pasted = withPasted(lines(), cells, at, shown, { locale, digits: digits() });
      replace(pasted.lines);
      return pasted;
    },
    applyTotals: () => {
      const { data } = store.get();
      const totals = computedTotals(data);
      if (totals) store.dispatch({ type: "changed", data: withComputedTotals(data, totals) });
    },
  };
}
