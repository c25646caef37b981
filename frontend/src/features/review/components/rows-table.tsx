/** An editable table of rows: lines of the invoice, rates of the tax breakdown. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useRef, type ComponentType, type KeyboardEvent, type ReactNode } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { IconButton } from "@/lib/ui/button";
import { DeleteIcon } from "@/lib/ui/icons";
import { kindOf, type FieldName } from "@/lib/invoices/fields";
import { isRate } from "../fields";
import { CodesInput } from "./codes-input";
import { FieldNotes } from "./field-notes";
import { isReadOnly } from "../review-store";
import { inputId, useReview } from "./review-context";
import { fieldAt, useField } from "./use-field";
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
  /** How many rows there are. */
  count: number;
  columns: readonly Column<Row>[];
  label: string;
  onChange: (index: number, name: keyof Row & FieldName, value: Row[keyof Row]) => void;
  onRemove: (index: number) => void;
  /** Shown under a row, such as that quantity × price gives another amount: a component, so that it renders alone. */
  Remark?: ComponentType<{ index: number }>;
}

/** More rows than this are drawn only where they are seen. */
const VIRTUAL_FROM = 60;
const ROW_HEIGHT = 37;

export function RowsTable<Row extends object>(props: Props<Row>) {
  const { pointer, count, columns, label, onChange, onRemove, Remark } = props;
  const { t } = useI18n();
  const activeRow = useReview(({ active }) =>
    active?.startsWith(`${pointer}/`) ? Number(active.split("/")[pointer.split("/").length]) : null,
  );
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = count > VIRTUAL_FROM;
  // eslint-disable-next-line react-hooks/incompatible-library -- we do not use the compiler
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    enabled: virtual,
  });

  useEffect(() => {
    // A row that is not drawn yet cannot take the focus: bring it in; the page then finds its input.
    if (virtual && activeRow !== null) virtualizer.scrollToIndex(activeRow, { align: "auto" });
  }, [activeRow, virtual, virtualizer]);

  const drawn = virtual
    ? virtualizer.getVirtualItems().map(({ index }) => index)
    : Array.from({ length: count }, (_, index) => index);
  const first = virtual ? (virtualizer.getVirtualItems()[0]?.start ?? 0) : 0;
  const last = virtual ? virtualizer.getTotalSize() - (virtualizer.getVirtualItems().at(-1)?.end ?? 0) : 0;

  return (
    <div ref={scroller} className={styles["scroller"]} data-virtual={virtual || undefined}>
      <table className={styles["table"]} aria-label={label} aria-rowcount={count + 1}>
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
          {drawn.map((index) => (
            <TableRow
              key={index}
              pointer={pointer}
              columns={columns}
              index={index}
              onChange={onChange}
              onRemove={onRemove}
              Remark={Remark}
            />
          ))}
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

interface RowProps<Row> extends Pick<Props<Row>, "pointer" | "columns" | "onChange" | "onRemove"> {
  index: number;
  Remark: Props<Row>["Remark"];
}

function Row<Row extends object>({ pointer, columns, index, onChange, onRemove, Remark }: RowProps<Row>) {
  const { t } = useI18n();
  const readOnly = useReview(isReadOnly);
  const base = `${pointer}/${index}`;
  return (
    <>
      <tr aria-rowindex={index + 2}>
        {columns.map((column) => (
          <Cell
            key={column.name}
            column={column}
            pointer={`${base}/${column.name}`}
            label={`${t.review.table.row(index + 1)}, ${t.review.field[column.name]}`}
            onValue={(value) => onChange(index, column.name, value as Row[keyof Row])}
          />
        ))}
        <td data-size="tool">
          {!readOnly && (
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
      <RowNotes base={base} columns={columns}>
        {Remark && <Remark index={index} />}
      </RowNotes>
    </>
  );
}

/** A row renders when it comes into sight; what changes in it, its cells and notes hear of themselves. */
const TableRow = memo(Row) as typeof Row;

interface NotesProps<Row> {
  base: string;
  columns: readonly Column<Row>[];
  /** The row's remark. */
  children: ReactNode;
}

/** What is to be said of the row and its values, under it. */
function RowNotes<Row>({ base, columns, children }: NotesProps<Row>) {
  const noted = useReview(({ problems, draft, findingsAt }) =>
    [base, ...columns.map(({ name }) => `${base}/${name}`)].filter(
      (pointer) => problems.has(pointer) || pointer in draft.refused || findingsAt.has(pointer),
    ),
  );
  return (
    <tr className={styles["remark"]}>
      <td colSpan={columns.length + 1}>
        {children}
        {noted.map((pointer) => (
          <CellNotes key={pointer} pointer={pointer} />
        ))}
      </td>
    </tr>
  );
}

function CellNotes({ pointer }: { pointer: string }) {
  const field = useReview((state) => fieldAt(state, pointer));
  return <FieldNotes field={field} id={`${inputId(pointer)}-notes`} />;
}

interface CellProps<Row> {
  column: Column<Row>;
  pointer: string;
  label: string;
  onValue: (value: unknown) => void;
}

function Cell<Row>({ column, pointer, label, onValue }: CellProps<Row>) {
  const kind = kindOf(pointer);
  const { value, readOnly, wrong, frame, focus } = useField(pointer);
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
      </div>
    </td>
  );
}

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
