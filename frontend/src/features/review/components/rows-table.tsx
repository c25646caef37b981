/** An editable table of rows: lines of the invoice, rates of the tax breakdown. It is worked in with the keys of spreadsheets. */
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import {
  Fragment,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ComponentType,
  type KeyboardEvent,
  type RefObject,
} from "react";
import { labelOf } from "@/lib/i18n/field-text";
import { useI18n } from "@/lib/i18n/i18n";
import { valueAt } from "@/lib/json-pointer";
import { useShortcuts } from "@/lib/shortcuts";
import { useToast } from "@/lib/ui/toasts";
import { undoneIfLast } from "../draft/undone-if-last";
import { focusField } from "../focus-field";
import { isReadOnly } from "../review-store";
import { cellAt, cellOf } from "../table/cells";
import { roomOf, widthOf, widthProperties, type Column, type ColumnName } from "../table/columns";
import { moveOf } from "../table/moves";
import { useReview, useReviewStore } from "./review-context";
import { TableRow } from "./table-row";
import styles from "./rows-table.module.css";

/** What may be done to the rows. The functions stay the same, so that the rows need not render again. */
export interface RowChanges<Row> {
  change: (index: number, name: ColumnName<Row>, value: Row[keyof Row]) => void;
  remove: (index: number) => void;
  /** Puts a copy of the row below it. */
  duplicate?: (index: number) => void;
  /** Gives the rows behind `from`, up to `to`, its value. */
  fill?: (name: ColumnName<Row>, from: number, to: number) => void;
}

interface Props<Row> {
  /** "/lines" or "/tax_breakdown". */
  pointer: string;
  /** How many rows there are. */
  count: number;
  /** The rows before this one are shown elsewhere. */
  first?: number;
  columns: readonly Column<Row>[];
  /** Characters that each column needs. */
  widths: Readonly<Partial<Record<string, number>>>;
  label: string;
  changes: RowChanges<Row>;
  /** Shown under a row, such as that quantity × price gives another amount: a component, so that it renders alone. */
  Remark?: ComponentType<{ index: number }>;
}

/** More rows than this are drawn only where they are seen. */
const VIRTUAL_FROM = 40;
/** Until a row is drawn and measured. */
const ROW_HEIGHT = 32;
/** A first column with less room than this stands above the others, on a line of its own. */
const FIRST_COLUMN = 230;
/** The column of the bin, which is not drawn where the first column stands above: without it both ways would follow each other. */
const BIN = 30;

export function RowsTable<Row extends object>(props: Props<Row>) {
  const { pointer, count, first = 0, columns, label, changes } = props;
  const { t } = useI18n();
  const readOnly = useReview(isReadOnly);
  const activeRow = useReview(({ active }) => cellOf(pointer, active)?.row ?? null);
  /** Its place in the table. */
  const activeAt = activeRow === null || activeRow < first || activeRow >= count ? null : activeRow - first;
  const scroller = useRef<HTMLDivElement>(null);
  const stacked = useStacked(scroller, columns);
  const virtual = count - first > VIRTUAL_FROM;
  // eslint-disable-next-line react-hooks/incompatible-library -- we do not use the compiler
  const virtualizer = useVirtualizer({
    count: count - first,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    enabled: virtual,
    // The row with the focus stays drawn when it is scrolled out of sight: what is typed then is not lost.
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range);
      return activeAt === null || seen.includes(activeAt) ? seen : [...seen, activeAt].sort((a, b) => a - b);
    },
  });
  useEffect(() => {
    // A row that is not drawn yet cannot take the focus: bring it in; the page then finds its input.
    if (virtual && activeAt !== null && !isDrawn(`${pointer}/${activeAt + first}`)) {
      virtualizer.scrollToIndex(activeAt, { align: "center" });
    }
  }, [activeAt, first, virtual, virtualizer, pointer]);

  const goTo = (row: number, name: string) => {
    const target = `${pointer}/${row}/${name}`;
    // A row that is drawn is brought into sight by its focus; any other one first has to be drawn.
    if (virtual && !isDrawn(`${pointer}/${row}`)) virtualizer.scrollToIndex(row - first, { align: "center" });
    focusField(target);
  };
  // In the order in which Tab goes through a row: what stands under the first column comes after it.
  const inOrder = tabOrder(columns);
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const at = cellAt(pointer, event.target);
    if (!at || event.defaultPrevented || event.nativeEvent.isComposing) return;
    const to = moveOf(
      { key: event.key, shift: event.shiftKey, mod: event.ctrlKey || event.metaKey, alt: event.altKey },
      { row: at.row, column: inOrder.findIndex(({ name }) => name === at.name) },
      { rows: count, columns: inOrder.length },
    );
    const column = to && inOrder[to.column];
    if (!column) return;
    event.preventDefault();
    goTo(to.row, column.name);
  };
  const remove = useRemoving(pointer, first, changes.remove);
  useRowShortcuts(props, { readOnly, remove, goTo });

  const drawn = virtual
    ? virtualizer.getVirtualItems()
    : Array.from({ length: count - first }, (_, index) => ({ index, start: 0, end: 0 }));
  const end = virtual ? virtualizer.getTotalSize() : 0;

  return (
    <div ref={scroller} className={styles["scroller"]} data-stacked={stacked || undefined} data-scrolls>
      {/* The keys belong to the inputs inside; the table only hears them once for all. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        role="table"
        className={styles["table"]}
        aria-label={label}
        aria-rowcount={count - first + 1}
        style={widthProperties(props.widths)}
        onKeyDown={move}
      >
        <div role="rowgroup" className={styles["head"]}>
          <div role="row" className={styles["row"]} aria-rowindex={1}>
            {columns
              .filter(({ under }) => !under)
              .map((column, index) => (
                <div
                  key={column.name}
                  role="columnheader"
                  data-name={column.name}
                  className={styles[index === 0 && column.grows ? "first" : "column"]}
                  style={column.grows ? roomOf(column) : { width: widthOf(column) }}
                >
                  <span>
                    {[column, ...(index === 0 ? columns.filter(({ under }) => under) : [])]
                      .map(({ name }) => labelOf(`/${name}`, t))
                      .join(" · ")}
                  </span>
                </div>
              ))}
            <div role="columnheader" className={styles["tool"]}>
              <span className="unseen">{t.action.remove}</span>
            </div>
          </div>
        </div>
        {drawn.map((item, at) => (
          <Fragment key={item.index}>
            <Gap height={item.start - (drawn[at - 1]?.end ?? 0)} />
            <TableRow
              pointer={pointer}
              columns={columns}
              index={item.index + first}
              place={item.index}
              onChange={changes.change}
              onRemove={remove}
              Remark={props.Remark}
              measure={virtual ? virtualizer.measureElement : undefined}
            />
          </Fragment>
        ))}
        <Gap height={end - (drawn.at(-1)?.end ?? 0)} />
      </div>
    </div>
  );
}

function isDrawn(row: string): boolean {
  return document.querySelector(`[data-pointer^="${row}/"]`) !== null;
}

/** Where rows are that are not drawn. */
function Gap({ height }: { height: number }) {
  return height > 0 && <div aria-hidden style={{ height }} />;
}

function tabOrder<Row>(columns: readonly Column<Row>[]): readonly Column<Row>[] {
  const [first, ...rest] = columns.filter(({ under }) => !under);
  return first ? [first, ...columns.filter(({ under }) => under), ...rest] : [];
}

/** Whether the first column has too little room beside the others. Measured behind the layout, which no key has to wait for. */
function useStacked(scroller: RefObject<HTMLDivElement | null>, columns: unknown): boolean {
  const [stacked, setStacked] = useState(false);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || typeof ResizeObserver === "undefined") return; // jsdom has no layout
    const others = [
      ...element.querySelectorAll<HTMLElement>(`[role="columnheader"].${styles["column"] ?? ""}`),
    ];
    const first = element.querySelector(`[role="columnheader"].${styles["first"] ?? ""}`);
    const observer = new ResizeObserver(() => {
      const own = first ? parseFloat(getComputedStyle(first).minWidth) : 0;
      const needed = others.reduce(
        (sum, header) => sum + header.offsetWidth,
        Math.max(FIRST_COLUMN, own) + BIN,
      );
      setStacked(element.clientWidth < needed);
    });
    for (const box of [element, ...others]) observer.observe(box);
    return () => observer.disconnect();
  }, [scroller, columns]);
  return stacked;
}

/** Removes a row; the focus stays in its column, in the row that takes its place. */
function useRemoving(
  pointer: string,
  first: number,
  removeRow: (index: number) => void,
): (index: number) => void {
  const { t } = useI18n();
  const store = useReviewStore();
  const toast = useToast();
  const say = useRef<(index: number) => void>(undefined);
  useEffect(() => {
    say.current = (index) => {
      const action = { label: t.action.undo, shortcut: "Ctrl+Z", run: undoneIfLast(store) };
      toast({ text: t.review.table.removed(index + 1), action });
    };
  });
  const [remove] = useState(() => (index: number) => {
    const focused = cellAt(pointer, document.activeElement);
    const name = focused?.row === index ? focused.name : null;
    removeRow(index);
    say.current?.(index);
    const left = countOf(store.get().data, pointer);
    // Behind the drawing of the rows that are left: their values have moved up.
    requestAnimationFrame(() => {
      if (name !== null && left > first) focusField(`${pointer}/${Math.min(index, left - 1)}/${name}`);
      // By the bin of the last row: its place is empty now.
      else if (index >= left) {
        document.querySelector<HTMLElement>(`[data-remove="${pointer}/${left - 1}"]`)?.focus();
      }
    });
  });
  return remove;
}

function countOf(data: unknown, pointer: string): number {
  const rows = valueAt(data, pointer);
  return Array.isArray(rows) ? rows.length : 0;
}

interface Doing {
  readOnly: boolean;
  remove: (index: number) => void;
  goTo: (row: number, name: string) => void;
}

/** The keys that change rows: they work in a cell of this table, and leave those of the browser alone elsewhere. */
function useRowShortcuts<Row extends object>(
  { pointer, count, label, changes }: Props<Row>,
  { readOnly, remove, goTo }: Doing,
): void {
  const { t } = useI18n();
  const when = (event: Event) => cellAt(pointer, event.target) !== null;
  const inCell = (run: (row: number, name: ColumnName<Row>) => void) => () => {
    const at = cellAt(pointer, document.activeElement);
    if (at) run(at.row, at.name as ColumnName<Row>);
  };
  const { duplicate, fill } = changes;
  useShortcuts(
    label,
    [
      ...(fill
        ? [
            {
              keys: "Mod+KeyD",
              label: t.shortcuts.fillFromAbove,
              when,
              keyOnly: true,
              run: inCell((row, name) => row > 0 && fill(name, row - 1, row)),
            },
            {
              keys: "Mod+Shift+KeyD",
              label: t.shortcuts.fillDown,
              when,
              keyOnly: true,
              run: inCell((row, name) => fill(name, row, count - 1)),
            },
          ]
        : []),
      ...(duplicate
        ? [
            {
              keys: "Alt+Shift+KeyD",
              label: t.shortcuts.duplicateRow,
              when,
              keyOnly: true,
              run: inCell((row, name) => {
                duplicate(row);
                requestAnimationFrame(() => goTo(row + 1, name));
              }),
            },
          ]
        : []),
      {
        keys: "Mod+Delete",
        label: t.shortcuts.removeRow,
        when,
        keyOnly: true,
        run: inCell((row) => remove(row)),
      },
    ],
    !readOnly,
  );
}
