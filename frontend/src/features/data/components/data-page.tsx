import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useDebounced } from "@/lib/debounce";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { useShortcuts } from "@/lib/shortcuts";
import { Button } from "@/lib/ui/button";
import { ColumnsIcon, DataIcon, DownloadIcon, SearchIcon } from "@/lib/ui/icons";
import { Menu, MenuCheckItem, MenuItem } from "@/lib/ui/menu";
import { Pager } from "@/lib/ui/pager";
import { EmptyState, ErrorState, Skeleton } from "@/lib/ui/states";
import { useToast } from "@/lib/ui/toasts";
import { FORMATS, useExportConfirmed } from "../api/export-confirmed";
import { useConfirmed } from "../api/list-confirmed";
import { COLUMNS, keepColumns, shownColumns, type ColumnName } from "../columns";
import { DEFAULT_SIZE, PAGE_SIZES, type DataSearch } from "../search";
import { ConfirmedTable } from "./confirmed-table";
import { TotalsBar } from "./totals-bar";
import styles from "./data.module.css";

const route = getRouteApi("/data");

export function DataPage() {
  const { t, f } = useI18n();
  const { op = "", page = 1, size = DEFAULT_SIZE } = route.useSearch();
  const navigate = route.useNavigate();
  const [columns, setColumns] = useState(shownColumns);
  const confirmed = useConfirmed({ page, per_page: size, ...(op ? { op_number: op } : {}) });
  const show = (changes: DataSearch, replace = false) =>
    void navigate({ search: (now: DataSearch) => ({ ...now, page: 1, ...changes }), replace });

  const toggle = (column: ColumnName, on: boolean) => {
    const next = COLUMNS.filter((name) => (name === column ? on : columns.includes(name)));
    setColumns(next);
    keepColumns(next);
  };

  const { data } = confirmed;
  return (
    <div className={styles["page"]}>
      <header className={styles["header"]}>
        <h1>{t.data.title}</h1>
        {data && <span className={styles["faint"]}>{t.data.rows(f.number(data.total))}</span>}
        <CodeFilter value={op} onChange={(code) => show({ op: code }, true)} />
        <Menu
          trigger={
            <Button>
              <ColumnsIcon aria-hidden />
              {t.data.columns}
            </Button>
          }
        >
          {COLUMNS.map((column) => (
            <MenuCheckItem
              key={column}
              checked={columns.includes(column)}
              onChange={(checked) => toggle(column, checked)}
            >
              {t.data.column[column]}
            </MenuCheckItem>
          ))}
        </Menu>
        <ExportMenu op={op} disabled={!data || data.total === 0} />
      </header>
      {/* Scrolls both ways, so it takes the focus. */}
      <div
        className={styles["list"]}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="group"
        aria-label={t.data.title}
        aria-busy={confirmed.isPlaceholderData}
      >
        {confirmed.isPending ? (
          <Skeleton rows={12} />
        ) : confirmed.isError && !data ? (
          <ErrorState error={confirmed.error} onRetry={() => void confirmed.refetch()} />
        ) : data && data.invoices.length > 0 ? (
          <ConfirmedTable invoices={data.invoices} columns={columns} />
        ) : op ? (
          <EmptyState icon={<SearchIcon />} title={t.data.emptyFilter(op)}>
            <Button onClick={() => show({ op: "" })}>{t.inbox.clearSearch}</Button>
          </EmptyState>
        ) : (
          <EmptyState icon={<DataIcon />} title={t.data.emptyTitle} hint={t.data.emptyHint}>
            <Link to="/inbox" search={{ tab: "waiting_validation" }}>
              {t.app.toInbox}
            </Link>
          </EmptyState>
        )}
      </div>
      {data && data.total > 0 && (
        <>
          <TotalsBar invoices={data.invoices} complete={data.pages <= 1} />
          <Pager
            page={page}
            perPage={size}
            total={data.total}
            sizes={PAGE_SIZES}
            onPage={(next) => show({ page: next })}
            onSize={(next) => show({ size: next })}
          />
        </>
      )}
    </div>
  );
}

function CodeFilter({ value, onChange }: { value: string; onChange: (code: string) => void }) {
  const { t } = useI18n();
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const rested = useDebounced(typed, 250);
  const [input, setInput] = useState<HTMLInputElement | null>(null);
  if (known !== value) {
    setKnown(value);
    if (value !== rested) setTyped(value);
  }
  useEffect(() => {
    if (rested === typed && rested !== value) onChange(rested);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only rest after typing filters
  }, [rested]);
  useShortcuts(t.data.title, [{ keys: "/", label: t.shortcuts.search, run: () => input?.focus() }]);
  return (
    <label className={styles["filter"]}>
      <span>{t.data.opNumber}</span>
      <input
        ref={setInput}
        type="search"
        placeholder={t.data.opPlaceholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </label>
  );
}

function ExportMenu({ op, disabled }: { op: string; disabled: boolean }) {
  const { t } = useI18n();
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate, isPending } = useExportConfirmed();
  return (
    <Menu
      trigger={
        <Button variant="primary" disabled={disabled || isPending}>
          <DownloadIcon aria-hidden />
          {isPending ? t.data.exporting : t.data.export}
        </Button>
      }
    >
      {FORMATS.map((format) => (
        <MenuItem
          key={format}
          onClick={() =>
            mutate(
              { format, opNumber: op },
              {
                onSuccess: () => toast({ text: t.data.exported }),
                onError: (error) => toast({ text: errorText(error), kind: "error" }),
              },
            )
          }
        >
          {{ csv: "CSV", xlsx: "Excel (XLSX)", jsonl: "JSON Lines" }[format]}
        </MenuItem>
      ))}
    </Menu>
  );
}
