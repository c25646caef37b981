import { useMemo, useState } from "react";
import type { InvoiceData } from "@/lib/api/types";
import { labelOf } from "@/lib/i18n/field-text";
import { useI18n } from "@/lib/i18n/i18n";
import { suggestedColumns } from "../booking";
import { useReview } from "../components/review-context";
import { cellOf } from "./cells";
import { columnWidths, lengthsIn, shownColumns, type Column, type ColumnName } from "./columns";

interface Columns<Row> {
  shown: readonly Column<Row>[];
  /** Characters that each of them needs. */
  widths: Readonly<Partial<Record<string, number>>>;
  hidden: readonly ColumnName<Row>[];
  show: (name: ColumnName<Row>) => void;
}

/**
 * The columns of a table that have a value or a suggestion, were asked for, or have the focus; one that was shown stays, even when it is
 * emptied. It renders when a column appears or needs another width, not when a value changes.
 */
export function useColumns<Row extends object>(
  table: string,
  columns: readonly Column<Row>[],
  rowsOf: (data: InvoiceData) => readonly Row[],
): Columns<Row> {
  const { t, f } = useI18n();
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const lengths = useMemo(() => lengthsIn(columns, f.number), [columns, f]);
  const widths = useReview(({ data, active, known }): Readonly<Partial<Record<string, number>>> => {
    const rows = rowsOf(data);
    const focused = cellOf(table, active)?.name;
    const asked = [
      ...kept,
      ...suggestedColumns(known.suggestions),
      ...(focused === undefined ? [] : [focused]),
    ];
    const shown = shownColumns(columns, rows, new Set(asked));
    return Object.fromEntries(columnWidths(shown, rows, (name) => labelOf(`/${name}`, t), lengths));
  });
  const names = Object.keys(widths).join(" ");
  const shown = useMemo(
    () => columns.filter(({ name }) => names.split(" ").includes(name)),
    [columns, names],
  );
  if (shown.some(({ name }) => !kept.has(name))) {
    setKept(new Set([...kept, ...shown.map(({ name }) => name)]));
  }
  return {
    shown,
    widths,
    hidden: columns.map(({ name }) => name).filter((name) => !(name in widths)),
    show: (name) => setKept(new Set([...kept, name])),
  };
}
