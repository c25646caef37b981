import { Link, useNavigate } from "@tanstack/react-router";
import { useRef, type ReactNode } from "react";
import type { InvoiceRow, SortBy } from "@/lib/api/types";
import type { Messages } from "@/lib/i18n/en";
import { useI18n } from "@/lib/i18n/i18n";
import { filtersIn, type Filters } from "@/lib/invoices/filters";
import { useShortcuts } from "@/lib/shortcuts";
import { DownIcon, UpIcon } from "@/lib/ui/icons";
import type { InboxSearch } from "../search";
import { MatchLine } from "./match-line";
import { RowState } from "./row-state";
import styles from "./inbox.module.css";

interface Column {
  name: keyof Messages["inbox"]["columns"];
  sort: SortBy;
  numeric?: boolean;
}

const COLUMNS: readonly Column[] = [
  { name: "file", sort: "filename" },
  { name: "seller", sort: "seller_name" },
  { name: "number", sort: "invoice_number" },
  { name: "date", sort: "issue_date" },
  { name: "total", sort: "total_amount", numeric: true },
  { name: "state", sort: "status" },
  { name: "received", sort: "created_at" },
];

interface Props {
  rows: readonly InvoiceRow[];
  search: InboxSearch;
  selected: ReadonlySet<number>;
  onSelect: (selected: ReadonlySet<number>) => void;
  onSort: (sort: SortBy) => void;
}

export function InvoiceTable({ rows, search, selected, onSelect, onSort }: Props) {
  const { t } = useI18n();
  const queue = { sort: search.sort, dir: search.dir, ...filtersIn({ ...search }) };
  const body = useRef<HTMLTableSectionElement>(null);
  const lastToggled = useRef<number | null>(null);
  const all = rows.length > 0 && rows.every(({ id }) => selected.has(id));
  const some = rows.some(({ id }) => selected.has(id));
  const toggleAll = () => onSelect(new Set(all ? [] : rows.map(({ id }) => id)));

  /** With Shift, everything between the last row touched and this one. */
  const toggle = (index: number, range: boolean) => {
    const next = new Set(selected);
    const row = rows[index];
    if (!row) return;
    const on = !selected.has(row.id);
    const from = range && lastToggled.current !== null ? lastToggled.current : index;
    for (const { id } of rows.slice(Math.min(from, index), Math.max(from, index) + 1)) {
      if (on) next.add(id);
      else next.delete(id);
    }
    lastToggled.current = index;
    onSelect(next);
  };

  const links = () => [...(body.current?.querySelectorAll<HTMLElement>("a[data-row]") ?? [])];
  const focused = () => links().findIndex((link) => link.closest("tr")?.contains(document.activeElement));
  const move = (step: number) => {
    const all = links();
    const at = focused();
    all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
  };

  useShortcuts(t.inbox.title, [
    { keys: "j", label: t.shortcuts.down, run: () => move(1) },
    { keys: "k", label: t.shortcuts.up, run: () => move(-1) },
    { keys: "ArrowDown", label: t.shortcuts.down, run: () => move(1), hidden: true },
    { keys: "ArrowUp", label: t.shortcuts.up, run: () => move(-1), hidden: true },
    { keys: "x", label: t.shortcuts.toggle, run: (event) => toggle(focused(), event.shiftKey) },
    { keys: "a", label: t.shortcuts.all, run: toggleAll },
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
              onChange={toggleAll}
            />
          </th>
          {COLUMNS.map(({ name, sort, numeric }) => (
            <Head key={name} sort={sort} search={search} onSort={onSort} numeric={numeric}>
              {t.inbox.columns[name]}
            </Head>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row, index) => (
          <Row
            key={row.id}
            row={row}
            queue={queue}
            selected={selected.has(row.id)}
            onToggle={(range) => toggle(index, range)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface HeadProps {
  sort: SortBy;
  search: InboxSearch;
  onSort: (sort: SortBy) => void;
  numeric: boolean | undefined;
  children: ReactNode;
}

function Head({ sort, search, onSort, numeric, children }: HeadProps) {
  const current = search.sort === sort;
  const Arrow = search.dir === "asc" ? UpIcon : DownIcon;
  return (
    <th
      className={numeric ? "number" : undefined}
      aria-sort={current ? (search.dir === "asc" ? "ascending" : "descending") : undefined}
    >
      <button type="button" className={styles["head"]} onClick={() => onSort(sort)}>
        {children}
        {current && <Arrow aria-hidden />}
      </button>
    </th>
  );
}

interface RowProps {
  row: InvoiceRow;
  /** Makes this list the review's queue. */
  queue: Filters & Pick<InboxSearch, "sort" | "dir">;
  selected: boolean;
  onToggle: (range: boolean) => void;
}

function Row({ row, queue, selected, onToggle }: RowProps) {
  const { t, f } = useI18n();
  const navigate = useNavigate();
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
        <td className={styles["file"]}>
          <Link {...target} data-row title={row.filename}>
            {row.filename}
          </Link>
        </td>
        <td className={styles["seller"]}>{row.seller_name}</td>
        <td className={styles["invoiceNumber"]}>{row.invoice_number}</td>
        <td className={styles["date"]}>{f.date(row.issue_date)}</td>
        <td className={`number ${styles["total"] ?? ""}`}>{f.money(row.total_amount, row.currency)}</td>
        <td className={styles["rowState"]}>
          <RowState row={row} />
        </td>
        <td className={styles["received"]} title={f.dateTime(row.created_at)}>
          {f.ago(row.created_at)}
        </td>
      </tr>
      {row.match && (
        <tr className={styles["matchRow"]}>
          <td colSpan={COLUMNS.length + 1}>
            <MatchLine match={row.match} />
          </td>
        </tr>
      )}
    </>
  );
}
