import { getRouteApi, Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { totalText } from "@/lib/i18n/total-text";
import { FilterMenu } from "@/lib/invoices/filter-menu";
import { NO_FILTERS } from "@/lib/invoices/filters";
import type { Changes } from "@/lib/search-params";
import { useMay } from "@/lib/session/me";
import { useShortcuts } from "@/lib/shortcuts";
import { Button } from "@/lib/ui/button";
import { ConfirmedIcon, DataIcon, DownloadIcon, SearchIcon } from "@/lib/ui/icons";
import { Pager } from "@/lib/ui/pager";
import { SearchField } from "@/lib/ui/search-field";
import type { Sorting } from "@/lib/ui/sort-head";
import { EmptyState, ErrorState, Skeleton } from "@/lib/ui/states";
import { useConfirmed } from "../api/list-confirmed";
import { keepColumns, shownColumns, type ColumnName } from "../columns";
import { confirmedQuery, dataSearch, filtersOf, PAGE_SIZES, withDefaults, type DataSearch } from "../search";
import type { Sort } from "../sorts";
import { useExport } from "../use-export";
import { ColumnMenu } from "./column-menu";
import { ConfirmedTable } from "./confirmed-table";
import { DataBar } from "./data-bar";
import { EarlierExports } from "./earlier-exports";
import { ExportDialog } from "./export-dialog";
import { TotalsBar } from "./totals-bar";
import styles from "./data.module.css";

const route = getRouteApi("/data");

export function DataPage() {
  const { t, f } = useI18n();
  const mayExport = useMay()("export");
  const search = route.useSearch();
  const { q = "", op = "", view, by, dir, page, size } = withDefaults(search);
  const which = confirmedQuery(search);
  const navigate = route.useNavigate();
  const [chosen, setChosen] = useState<Partial<Record<typeof view, readonly ColumnName[]>>>({});
  const columns = chosen[view] ?? shownColumns(view);
  const exporting = useExport();
  const list = useRef<HTMLDivElement>(null);
  const [dialog, setDialog] = useState<"export" | "earlier" | null>(null);
  const confirmed = useConfirmed({ ...which, page, per_page: size, sort_by: by, sort_order: dir });
  const show = (changes: Changes<DataSearch>, replace = false) =>
    void navigate({ search: (now: DataSearch) => dataSearch({ ...now, page: 1, ...changes }), replace });

  const sorting: Sorting<Sort> = {
    by,
    dir,
    // Again turns the order around; another column begins with its greatest, newest or first.
    onSort: (next) => {
      const first = ["seller_name", "invoice_number", "filename"].includes(next) ? "asc" : "desc";
      show({ by: next, dir: next === by ? (dir === "asc" ? "desc" : "asc") : first });
    },
  };
  useShortcuts(
    t.data.title,
    [{ keys: "e", label: t.data.exports.open, run: () => setDialog("export") }],
    mayExport,
  );

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
            section={t.data.title}
          />
          <SearchField label={t.data.opNumber} value={op} onSearch={(code) => show({ op: code }, true)} />
          <FilterMenu filters={search} onChange={show} />
          <ColumnMenu
            view={view}
            columns={columns}
            onChange={(next) => {
              keepColumns(view, next);
              setChosen({ ...chosen, [view]: next });
            }}
          />
          {mayExport && (
            <Button
              variant="primary"
              aria-label={t.data.exports.open}
              title="E"
              disabled={exporting.isRunning}
              onClick={() => setDialog("export")}
            >
              <DownloadIcon aria-hidden />
              <span className={styles["word"]}>
                {exporting.isRunning ? t.data.exports.running : t.data.exports.open}
              </span>
            </Button>
          )}
        </div>
      </header>
      <DataBar search={search} sorting={sorting} />
      {/* Scrolls both ways, so it takes the focus. */}
      <div
        ref={list}
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
          <ConfirmedTable invoices={data.invoices} view={view} columns={columns} sorting={sorting} />
        ) : (
          <NothingFound
            search={search}
            onShowAll={() => show({ ...NO_FILTERS, op: undefined, scope: "all" })}
          />
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
      {dialog === "export" && (
        <ExportDialog
          search={search}
          total={data ?? { total: 0, total_is_exact: true }}
          exporting={exporting}
          list={list}
          onEarlier={() => setDialog("earlier")}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === "earlier" && (
        <EarlierExports exporting={exporting} list={list} onClose={() => setDialog(null)} />
      )}
    </div>
  );
}

function NothingFound({ search, onShowAll }: { search: DataSearch; onShowAll: () => void }) {
  const { t } = useI18n();
  const { op, scope } = search;
  if (Object.keys(filtersOf(search)).length === 0 && scope !== "exported") {
    return scope === "new" ? (
      <EmptyState icon={<ConfirmedIcon />} title={t.data.emptyNew} />
    ) : (
      <EmptyState icon={<DataIcon />} title={t.data.emptyTitle} hint={t.data.emptyHint}>
        <Link to="/inbox" search={{ tab: "waiting_validation" }}>
          {t.app.toInbox}
        </Link>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<SearchIcon />} title={op ? t.data.emptyFilter(op) : t.filters.nothing}>
      <Button onClick={onShowAll}>{t.filters.showAll}</Button>
    </EmptyState>
  );
}
