/** An editable table of rows: lines of the invoice, rates of the tax breakdown. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { IconButton } from "@/lib/ui/button";
import { DeleteIcon } from "@/lib/ui/icons";
import { kindOf, type FieldName } from "@/lib/invoices/fields";
import { isRate } from "../fields";
import { CodesInput } from "./codes-input";
import { FieldNotes, TrustMark } from "./field-notes";
import { inputId, useReview } from "./review-context";
import { useField } from "./use-field";
import { ValueInput } from "./value-input";
import styles from "./rows-table.module.css";

export interface Column<Row> {
  name: keyof Row & FieldName;
  /** A word for its width in the style sheet. */
  size: "text" | "wide" | "number" | "small";
  digits?: number;
}

interface Props<Row> {
  /** "/lines" or "/tax_breakdown". */
  pointer: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  label: string;
  onChange: (index: number, name: keyof Row & FieldName, value: Row[keyof Row]) => void;
  onRemove: (index: number) => void;
  /** Shown under a row, such as that quantity × price gives another amount. */
  remark?: (row: Row) => ReactNode;
}

/** More rows than this are drawn only where they are seen. */
const VIRTUAL_FROM = 60;
const ROW_HEIGHT = 37;

export function RowsTable<Row extends object>(props: Props<Row>) {
  const { pointer, rows, columns, label } = props;
  const { t } = useI18n();
  const { active } = useReview();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = rows.length > VIRTUAL_FROM;
  // eslint-disable-next-line react-hooks/incompatible-library -- we do not use the compiler
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    enabled: virtual,
  });

  const activeRow = active?.startsWith(`${pointer}/`)
    ? Number(active.split("/")[pointer.split("/").length])
    : null;
  useEffect(() => {
    // A row that is not drawn yet cannot take the focus: bring it in; the page then finds its input.
    if (virtual && activeRow !== null) virtualizer.scrollToIndex(activeRow, { align: "auto" });
  }, [activeRow, virtual, virtualizer]);

  const drawn = virtual
    ? virtualizer.getVirtualItems().map(({ index }) => index)
    : rows.map((_, index) => index);
  const first = virtual ? (virtualizer.getVirtualItems()[0]?.start ?? 0) : 0;
  const last = virtual ? virtualizer.getTotalSize() - (virtualizer.getVirtualItems().at(-1)?.end ?? 0) : 0;

  return (
    <div ref={scroller} className={styles["scroller"]} data-virtual={virtual || undefined}>
      <table className={styles["table"]} aria-label={label} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {columns.map(({ name, size }) => (
              <th key={name} scope="col" data-size={size}>
                {t.review.field[name]}
              </th>
            ))}
            <th data-size="tool">
              <span className="unseen">{t.action.remove}</span>
            </th>
          </tr>
        </thead>
        {/* The keys belong to the inputs inside; the table body only hears them once for all. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <tbody onKeyDown={moveByEnter}>
          {first > 0 && <Spacer height={first} columns={columns.length + 1} />}
          {drawn.map((index) => {
            const row = rows[index];
            return row && <TableRow key={index} {...props} index={index} row={row} />;
          })}
          {last > 0 && <Spacer height={last} columns={columns.length + 1} />}
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}

interface RowProps<Row> extends Props<Row> {
  index: number;
  row: Row;
}

function TableRow<Row extends object>({
  pointer,
  columns,
  index,
  row,
  onChange,
  onRemove,
  remark,
}: RowProps<Row>) {
  const { t } = useI18n();
  const review = useReview();
  const base = `${pointer}/${index}`;
  const remarked = remark?.(row);
  const noted = columns.filter(
    ({ name }) =>
      review.problems.has(`${base}/${name}`) ||
      `${base}/${name}` in review.refused ||
      review.findings.some(({ pointers }) => pointers.includes(`${base}/${name}`)),
  );
  const wholeRow = review.findings.some(({ pointers }) => pointers.includes(base));
  return (
    <>
      <tr aria-rowindex={index + 2}>
        {columns.map((column) => (
          <Cell
            key={column.name}
            column={column}
            pointer={`${base}/${column.name}`}
            label={`${t.review.table.row(index + 1)}, ${t.review.field[column.name]}`}
            value={row[column.name]}
            onValue={(value) => onChange(index, column.name, value as Row[keyof Row])}
          />
        ))}
        <td data-size="tool">
          {!review.readOnly && (
            <IconButton
              small
              label={t.review.table.remove(index + 1)}
              data-remove={base}
              onClick={() => onRemove(index)}
            >
              <DeleteIcon aria-hidden />
            </IconButton>
          )}
        </td>
      </tr>
      {(remarked || noted.length > 0 || wholeRow) && (
        <tr className={styles["remark"]}>
          <td colSpan={columns.length + 1}>
            {remarked}
            {wholeRow && <FieldNotes pointer={base} id={`${inputId(base)}-notes`} />}
            {noted.map(({ name }) => (
              <FieldNotes key={name} pointer={`${base}/${name}`} id={`${inputId(`${base}/${name}`)}-notes`} />
            ))}
          </td>
        </tr>
      )}
    </>
  );
}

interface CellProps<Row> {
  column: Column<Row>;
  pointer: string;
  label: string;
  value: unknown;
  onValue: (value: unknown) => void;
}

function Cell<Row>({ column, pointer, label, value, onValue }: CellProps<Row>) {
  const kind = kindOf(pointer);
  const { readOnly, wrong, evidence, frame, focus } = useField(pointer);
  return (
    <td data-size={column.size} {...frame}>
      <div className={styles["cell"]}>
        {kind === "codes" ? (
          <CodesInput
            compact
            id={inputId(pointer)}
            label={label}
            readOnly={readOnly}
            value={Array.isArray(value) ? (value as string[]) : []}
            onValue={onValue}
            {...focus}
          />
        ) : (
          <ValueInput
            id={inputId(pointer)}
            kind={kind === "long" ? "text" : kind}
            digits={column.digits ?? 2}
            percent={isRate(pointer)}
            readOnly={readOnly}
            aria-label={label}
            aria-invalid={wrong}
            aria-describedby={`${inputId(pointer)}-notes`}
            value={typeof value === "string" ? value : null}
            onValue={onValue}
            {...focus}
          />
        )}
        <MemoTrustMark value={value} evidence={evidence} />
      </div>
    </td>
  );
}

const MemoTrustMark = memo(TrustMark);

/** Enter goes down the column, Shift+Enter up, as in a spreadsheet. */
function moveByEnter(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  if (!(event.target instanceof HTMLInputElement)) return;
  const match = /^(.*\/)(\d+)(\/[^/]+)$/.exec(event.target.id);
  if (!match) return;
  const target = document.getElementById(
    `${match[1] ?? ""}${Number(match[2]) + (event.shiftKey ? -1 : 1)}${match[3] ?? ""}`,
  );
  if (!(target instanceof HTMLInputElement)) return;
  event.preventDefault();
  target.focus();
  target.select();
}
