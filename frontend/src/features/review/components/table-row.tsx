import { memo, type ComponentType, type CSSProperties, type ReactNode } from "react";
import { codeNames } from "@/lib/i18n/code-names";
import { labelOf } from "@/lib/i18n/field-text";
import { useI18n } from "@/lib/i18n/i18n";
import { kindOf } from "@/lib/invoices/fields";
import { IconButton } from "@/lib/ui/button";
import { DeleteIcon } from "@/lib/ui/icons";
import { OwnForm } from "@/lib/ui/own-form";
import { bookingField, suggestedAt } from "../booking";
import { isRate } from "../fields";
import { isReadOnly } from "../review-store";
import { roomOf, widthOf, type Column, type ColumnName } from "../table/columns";
import { BookingOffers } from "./booking-offers";
import { CodesInput } from "./codes-input";
import { FieldNotes } from "./field-notes";
import { inputId, useReview } from "./review-context";
import { fieldAt, useField } from "./use-field";
import { ValueInput } from "./value-input";
import styles from "./rows-table.module.css";

interface Props<Row> {
  pointer: string;
  columns: readonly Column<Row>[];
  index: number;
  /** Its place among the rows that the table shows. */
  place: number;
  onChange: (index: number, name: ColumnName<Row>, value: Row[keyof Row]) => void;
  onRemove: (index: number) => void;
  Remark: ComponentType<{ index: number }> | undefined;
  /** For a table that draws only the rows in sight: it has to know how high each is. */
  measure: ((element: HTMLElement | null) => void) | undefined;
}

function Row<Row extends object>({
  pointer,
  columns,
  index,
  place,
  onChange,
  onRemove,
  Remark,
  measure,
}: Props<Row>) {
  const { t } = useI18n();
  const readOnly = useReview(isReadOnly);
  const base = `${pointer}/${index}`;
  const cell = (column: Column<Row>, place: Pick<CellProps<Row>, "role" | "className" | "style">) => (
    <Cell
      key={column.name}
      column={column}
      pointer={`${base}/${column.name}`}
      label={`${t.review.table.row(index + 1)}, ${labelOf(`/${column.name}`, t)}`}
      onValue={(value) => onChange(index, column.name, value as Row[keyof Row])}
      {...place}
    />
  );
  const [first, ...rest] = columns.filter(({ under }) => !under);
  const under = columns.filter(({ under }) => under);
  return (
    <OwnForm className={styles["group"]} ref={measure} data-index={place}>
      <div role="row" className={styles["row"]} aria-rowindex={place + 2}>
        {first?.grows ? (
          <div role="cell" className={styles["first"]} style={roomOf(first)}>
            {cell(first, { className: styles["text"] })}
            {under.map((column) =>
              cell(column, {
                className: styles["under"],
                ...(kindOf(column.name) === "codes" ? {} : { style: { width: widthOf(column) } }),
              }),
            )}
          </div>
        ) : (
          first &&
          cell(first, { role: "cell", className: styles["column"], style: { width: widthOf(first) } })
        )}
        {rest.map((column) =>
          cell(column, { role: "cell", className: styles["column"], style: { width: widthOf(column) } }),
        )}
        <div role="cell" className={styles["tool"]}>
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
        </div>
      </div>
      <RowNotes base={base} columns={columns}>
        {Remark && <Remark index={index} />}
      </RowNotes>
    </OwnForm>
  );
}

/** A row renders when it comes into sight; what changes in it, its cells and notes hear of themselves. */
export const TableRow = memo(Row) as typeof Row;

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
  const booking = useReview(({ active }) =>
    active !== null && active.startsWith(`${base}/`) && bookingField(active) ? active : null,
  );
  return (
    <div role="row" className={styles["remark"]}>
      <div role="cell">
        {children}
        {noted.map((pointer) => (
          <CellNotes key={pointer} pointer={pointer} />
        ))}
        {booking !== null && <BookingOffers pointer={booking} keys="Alt+A" />}
      </div>
    </div>
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
  role?: "cell";
  className: string | undefined;
  style?: CSSProperties;
}

function Cell<Row>({ column, pointer, label, onValue, role, className, style }: CellProps<Row>) {
  const kind = kindOf(pointer);
  const { t } = useI18n();
  const { value, readOnly, wrong, frame, focus } = useField(pointer);
  const suggested = useReview((state) => suggestedAt(state, pointer)[0]?.value);
  return (
    <div role={role} className={`${styles["cell"] ?? ""} ${className ?? ""}`} style={style} {...frame}>
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
          names={codeNames(pointer, t)}
          readOnly={readOnly}
          aria-label={label}
          aria-invalid={wrong}
          aria-describedby={`${inputId(pointer)}-notes`}
          value={typeof value === "string" ? value : null}
          placeholder={suggested === undefined || readOnly ? undefined : `${suggested}?`}
          onValue={onValue}
          {...focus}
        />
      )}
    </div>
  );
}
