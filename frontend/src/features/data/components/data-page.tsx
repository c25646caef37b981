import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { totalText } from "@/lib/i18n/total-text";
import { FilterMenu } from "@/lib/invoices/filter-menu";
import { NO_FILTERS } from "@/lib/invoices/filters";
import { Button } from "@/lib/ui/button";
import { ColumnsIcon, DataIcon, DownloadIcon, SearchIcon } from "@/lib/ui/icons";
import { Menu, MenuCheckItem, MenuItem } from "@/lib/ui/menu";
import { Pager } from "@/lib/ui/pager";
import type { Changes } from "@/lib/search-params";
import { useMay } from "@/lib/session/me";
import { SearchField } from "@/lib/ui/search-field";
import { EmptyState, ErrorState, Skeleton } from "@/lib/ui/states";
import { useToast } from "@/lib/ui/toasts";
import { FORMATS, useExportConfirmed } from "../api/export-confirmed";
import { useConfirmed } from "../api/list-confirmed";
import { COLUMNS, keepColumns, shownColumns, type ColumnName } from "../columns";
import {
  confirmedQuery,
  dataSearch,
  DEFAULT_SIZE,
  PAGE_SIZES,
  type ConfirmedQuery,
  type DataSearch,
} from "../search";
import { ConfirmedTable } from "./confirmed-table";
import { TotalsBar } from "./totals-bar";
import styles from "./data.module.css";

const route = getRouteApi("/data");

export function DataPage() {
  const { t, f } = useI18n();
  const may = useMay();
  const search = route.useSearch();
  const { q = "", op = "", page = 1, size = DEFAULT_SIZE } = search;
  const which = confirmedQuery(search);
  const navigate = route.useNavigate();
  const [columns, setColumns] = useState(shownColumns);
  const confirmed = useConfirmed({ ...which, page, per_page: size });
  const show = (changes: Changes<DataSearch>, replace = false) =>
    void navigate({ search: (now: DataSearch) => dataSearch({ ...now, page: 1, ...changes }), replace });

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
        {data && (
          <span className={styles["faint"]}>
            {t.data.rows(totalText(data.total, data.total_is_exact, t, f))}
          </span>
        )}
        <div className={styles["searches"]}>
          <SearchField
            label={t.data.search}
            value={q}
            onSearch={(text) => show({ q: text }, true)}
            shortcut="/"
          />
          <SearchField label={t.data.opNumber} value={op} onSearch={(code) => show({ op: code }, true)} />
          <FilterMenu filters={search} onChange={show} />
        </div>
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
        {may("export") && <ExportMenu which={which} disabled={!data || data.total === 0} />}
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
        ) : Object.keys(which).length > 0 ? (
          <EmptyState icon={<SearchIcon />} title={op ? t.data.emptyFilter(op) : t.filters.nothing}>
            <Button onClick={() => show({ ...NO_FILTERS, op: undefined })}>{t.filters.showAll}</Button>
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
          <TotalsBar which={which} />
          <Pager
            page={page}
            perPage={size}
            total={data.total}
            totalIsExact={data.total_is_exact}
            sizes={PAGE_SIZES}
            onPage={(next) => show({ page: next })}
            onSize={(next) => show({ size: next })}
          />
        </>
      )}
    </div>
  );
}

function ExportMenu({ which, disabled }: { which: ConfirmedQuery; disabled: boolean }) {
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
              { format, which },
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
