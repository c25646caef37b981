import { Link, useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import type { InvoiceRow, SortBy } from "@/lib/api/types";
import type { Messages } from "@/lib/i18n/en";
import { useI18n } from "@/lib/i18n/i18n";
import { isWithin, MarkedText } from "@/lib/invoices/marked";
import { isoDay } from "@/lib/iso-day";
import { useShortcuts } from "@/lib/shortcuts";
import { SortHead, type Sorting } from "@/lib/ui/sort-head";
import { inboxSearch, isOpen, type InboxSearch } from "../search";
import { useReturn } from "../use-return";
import type { Selection } from "../use-selection";
import { MatchLine } from "./match-line";
import { RowReason } from "./row-reason";
import styles from "./inbox.module.css";

interface Column {
  name: keyof Messages["inbox"]["columns"];
  /** What the column can be ordered by. */
  sorts: readonly SortBy[];
}

/** The seller's has the file's name and when it came, too. */
const COLUMNS: readonly Column[] = [
  { name: "seller", sorts: ["seller_name", "created_at"] },
  { name: "number", sorts: ["invoice_number"] },
  { name: "date", sorts: ["issue_date"] },
  { name: "due", sorts: ["due_date"] },
  { name: "total", sorts: ["total_amount"] },
  { name: "reason", sorts: ["status"] },
];

interface Props {
  rows: readonly InvoiceRow[];
  search: InboxSearch;
  selection: Selection;
  onSort: (sort: SortBy) => void;
}

export function InvoiceTable({ rows, search, selection, onSort }: Props) {
  const { t } = useI18n();
  const queue = inboxSearch({ ...search });
  const body = useRef<HTMLTableSectionElement>(null);
  const all = rows.length > 0 && rows.every(({ id }) => selection.has(id));
  const some = rows.some(({ id }) => selection.has(id));

  const links = () => [...(body.current?.querySelectorAll<HTMLElement>("a[data-row]") ?? [])];
  const focused = () => links().findIndex((link) => link.closest("tr")?.contains(document.activeElement));
  const move = (step: number) => {
    const all = links();
    const at = focused();
    all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
  };

  useReturn(body);

  useShortcuts(t.inbox.title, [
    { keys: "j", label: t.shortcuts.down, run: () => move(1), keyOnly: true },
    { keys: "k", label: t.shortcuts.up, run: () => move(-1), keyOnly: true },
    { keys: "ArrowDown", label: t.shortcuts.down, run: () => move(1), hidden: true },
    { keys: "ArrowUp", label: t.shortcuts.up, run: () => move(-1), hidden: true },
    {
      keys: "x",
      label: t.shortcuts.toggle,
      run: () => selection.toggle(focused(), false),
      keyOnly: true,
    },
    {
      keys: "Shift+X",
      label: t.shortcuts.toggleRange,
      run: () => selection.toggle(focused(), true),
      keyOnly: true,
    },
    { keys: "a", label: t.shortcuts.all, run: selection.togglePage },
  ]);

  return (
    <table className={styles["table"]}>
      <thead>
        <tr>
          <th className={styles["check"]}>
            <input
              type="checkbox"
              aria-label={t.inbox.selectAll}
              checked={all}
              ref={(box) => {
                if (box) box.indeterminate = some && !all;
              }}
              onChange={selection.togglePage}
            />
          </th>
          {COLUMNS.map((column) => (
            <Head key={column.name} column={column} sorting={{ by: search.sort, dir: search.dir, onSort }} />
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row, index) => (
          <Row
            key={row.id}
            row={row}
            queue={queue}
            selected={selection.has(row.id)}
            onToggle={(range) => selection.toggle(index, range)}
          />
        ))}
      </tbody>
    </table>
  );
}

function Head({ column: { name, sorts }, sorting }: { column: Column; sorting: Sorting<SortBy> }) {
  const { t } = useI18n();
  return (
    <SortHead
      className={name === "total" ? "number" : undefined}
      data-column={name}
      name={t.inbox.columns[name]}
      sorts={sorts.map((by, index) => ({
        by,
        name: index === 0 ? t.inbox.columns[name] : t.inbox.sortBy[by],
      }))}
      sorting={sorting}
    />
  );
}

interface RowProps {
  row: InvoiceRow;
  /** Makes this list the review's queue. */
  queue: Partial<InboxSearch>;
  selected: boolean;
  onToggle: (range: boolean) => void;
}

function Row({ row, queue, selected, onToggle }: RowProps) {
  const { t, f } = useI18n();
  const navigate = useNavigate();
  const match = row.match ?? null;
  const isInRow =
    match !== null &&
    (isWithin(match, "seller", row.seller_name) ||
      isWithin(match, "filename", row.filename) ||
      isWithin(match, "invoice_number", row.invoice_number));
  const target = {
    to: "/review/$invoiceId",
    params: { invoiceId: String(row.id) },
    search: queue,
  } as const;
  return (
    <>
      {/* Keyboards and screen readers use the link in the row; clicking anywhere in it is an addition. */}
      <tr
        data-selected={selected || undefined}
        onClick={(event) => {
          if (event.target instanceof Element && !event.target.closest("a, input, label, button")) {
            void navigate(target);
          }
        }}
      >
        <td className={styles["check"]}>
          <label>
            <input
              type="checkbox"
              aria-label={t.inbox.select(row.filename)}
              checked={selected}
              onChange={(event) => onToggle((event.nativeEvent as MouseEvent).shiftKey)}
            />
          </label>
        </td>
        <td className={styles["seller"]}>
          <Link {...target} data-row={row.id}>
            {row.seller_name ? (
              <MarkedText field="seller" text={row.seller_name} match={match} />
            ) : (
              <span className={styles["unnamed"]}>{t.inbox.noSeller[row.status]}</span>
            )}
            <small title={row.filename}>
              <span className={styles["file"]}>
                <MarkedText field="filename" text={row.filename} match={match} />
              </span>
              <span> · {f.ago(row.created_at)}</span>
            </small>
          </Link>
        </td>
        <td className={styles["invoiceNumber"]}>
          <MarkedText field="invoice_number" text={row.invoice_number ?? ""} match={match} />
        </td>
        <td className={styles["date"]}>{f.date(row.issue_date)}</td>
        <td className={styles["due"]}>
          {/* What is due today is not overdue. */}
          {row.due_date && (
            <span data-overdue={isOpen(row.status) && row.due_date < isoDay(new Date()) ? true : undefined}>
              <span className={styles["dueWord"]}>{t.inbox.columns.due} </span>
              {f.date(row.due_date)}
            </span>
          )}
        </td>
        <td className={styles["total"]}>{f.money(row.total_amount, row.currency)}</td>
        <td className={styles["rowReason"]}>
          <RowReason row={row} />
        </td>
      </tr>
      {match && !isInRow && (
        <tr className={styles["matchRow"]}>
          <td colSpan={COLUMNS.length + 1}>
            <MatchLine match={match} />
          </td>
        </tr>
      )}
    </>
  );
}
