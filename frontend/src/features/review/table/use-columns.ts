import { useCallback, useEffect, useMemo, useState } from "react";
import type { InvoiceData } from "@/lib/api/types";
import { codeNames, nameOfCode } from "@/lib/i18n/code-names";
import { labelOf } from "@/lib/i18n/field-text";
import { useI18n } from "@/lib/i18n/i18n";
import { afterLastChange, sameParts } from "@/lib/store";
import { suggestedColumns } from "../booking";
import { useReview, useReviewStore } from "../components/review-context";
import type { ReviewState, ReviewStore } from "../review-store";
import { cellOf } from "./cells";
import { columnWidths, lengthsIn, shownColumns, type Column, type ColumnName } from "./columns";

type Widths = Readonly<Partial<Record<string, number>>>;

interface Columns<Row> {
  shown: readonly Column<Row>[];
  /** Characters that each of them needs. */
  widths: Widths;
  hidden: readonly ColumnName<Row>[];
  show: (name: ColumnName<Row>) => void;
}

/** Milliseconds without a change: another width of a column is another layout of every row, for which no key waits. */
const AT_REST = 250;

/**
 * The columns of a table that have a value or a suggestion, were asked for, or have the focus; one that was shown stays, even when it is
 * emptied. It renders when a column appears, and once a column needs another width and nobody types; not when a value changes.
 */
export function useColumns<Row extends object>(
  table: string,
  columns: readonly Column<Row>[],
  rowsOf: (data: InvoiceData) => readonly Row[],
): Columns<Row> {
  const { t, f } = useI18n();
  const store = useReviewStore();
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const lengthsOf = useMemo(() => {
    const named = (name: string, code: string) => nameOfCode(codeNames(name, t) ?? {}, code);
    const lengths = lengthsIn(columns, f.number, named);
    return ({ data }: ReviewState) => lengths(rowsOf(data));
  }, [columns, rowsOf, t, f]);
  const shown = useReview((state) => {
    const focused = cellOf(table, state.active)?.name;
    const asked = [
      ...kept,
      ...suggestedColumns(state.known.suggestions),
      ...(focused === undefined ? [] : [focused]),
    ];
    return shownColumns(columns, lengthsOf(state), new Set(asked));
  });
  if (shown.some(({ name }) => !kept.has(name))) {
    setKept(new Set([...kept, ...shown.map(({ name }) => name)]));
  }
  const widths = useMeasured(
    store,
    useCallback(
      () => Object.fromEntries(columnWidths(shown, lengthsOf(store.get()), (name) => labelOf(`/${name}`, t))),
      [shown, lengthsOf, store, t],
    ),
  );
  return {
    shown,
    widths,
    hidden: columns.filter((column) => !shown.includes(column)).map(({ name }) => name),
    show: (name) => setKept(new Set([...kept, name])),
  };
}

/** What `measure` gives: at once when it is another, and again each time nobody has typed for a moment. */
function useMeasured(store: ReviewStore, measure: () => Widths): Widths {
  const [measured, setMeasured] = useState(() => ({ measure, widths: measure() }));
  useEffect(
    () =>
      afterLastChange(
        store,
        ({ data }) => data,
        AT_REST,
        () => {
          const widths = measure();
          setMeasured((now) => (sameParts(now.widths, widths) ? now : { measure, widths }));
        },
      ),
    [store, measure],
  );
  if (measured.measure === measure) return measured.widths;
  const now = { measure, widths: measure() };
  setMeasured(now);
  return now.widths;
}
