import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import type { InvoiceRow, SortBy, StatusSummary } from "@/lib/api/types";
import { useFilePicker } from "@/lib/file-picker";
import { useI18n } from "@/lib/i18n/i18n";
import { FilterMenu } from "@/lib/invoices/filter-menu";
import { filterQuery, filtersIn, NO_FILTERS } from "@/lib/invoices/filters";
import { useInvoices } from "@/lib/invoices/list-invoices";
import { useStatusSummary } from "@/lib/invoices/status-summary";
import type { Changes } from "@/lib/search-params";
import { useAcceptedTypes } from "@/lib/session/accepted-types";
import { useMay } from "@/lib/session/me";
import { useShortcuts } from "@/lib/shortcuts";
import { Button } from "@/lib/ui/button";
import { InboxIcon, UploadIcon } from "@/lib/ui/icons";
import { Pager } from "@/lib/ui/pager";
import { SearchField } from "@/lib/ui/search-field";
import { EmptyState, ErrorState, Skeleton } from "@/lib/ui/states";
import { useBulkResult } from "../bulk-result";
import {
  countOf,
  inboxSearch,
  listQuery,
  PAGE_SIZES,
  TABS,
  withDefaults,
  withItsTab,
  type InboxSearch,
} from "../search";
import { useBestHit } from "../use-best-hit";
import { useSelection } from "../use-selection";
import { BulkBar } from "./bulk-bar";
import { BulkOutcome } from "./bulk-outcome";
import { FirstVisit } from "./first-visit";
import { InvoiceTable } from "./invoice-table";
import { NothingFound } from "./nothing-found";
import { SavedMenu } from "./saved-menu";
import { StatusTabs } from "./status-tabs";
import styles from "./inbox.module.css";

const route = getRouteApi("/inbox");
const NO_ROWS: readonly InvoiceRow[] = [];

/** What a phone sorts by, and what comes first then. */
const SORTED_BY = [
  ["created_at", "day"],
  ["due_date", "day"],
  ["issue_date", "day"],
  ["total_amount", "amount"],
  ["seller_name", "name"],
  ["filename", "name"],
] as const;

export function InboxPage() {
  const { t } = useI18n();
  const search = withDefaults(route.useSearch());
  const navigate = route.useNavigate();
  const query = listQuery(search);
  const invoices = useInvoices({ ...query, page: search.page, per_page: search.size });
  const summary = useStatusSummary(filterQuery(search));
  const counts = summary.data;
  const rows = invoices.data?.invoices ?? NO_ROWS;
  const pages = invoices.data?.pages ?? 0;
  const selection = useSelection(rows);
  const result = useBulkResult();
  const openBest = useBestHit(search);

  const { clear } = selection;
  const show = useCallback(
    (changes: Changes<InboxSearch>, replace = false) => {
      // Another list starts on its first page; another page is one of the same list.
      if (!("page" in changes)) changes = { ...changes, page: 1 };
      void navigate({
        search: (now: Partial<InboxSearch>) => inboxSearch({ ...now, ...changes }),
        replace,
      });
    },
    [navigate],
  );

  // Nothing stays selected that is not in the list, whichever way another one came: a tab, a saved view, back.
  const list = JSON.stringify(query);
  useEffect(() => clear, [list, clear]);

  useEffect(() => {
    // The last rows of the last page went away (confirmed by somebody): step back to where there are some.
    if (invoices.data && !invoices.isPlaceholderData && search.page > 1 && search.page > pages) {
      void navigate({
        search: (now: Partial<InboxSearch>) => ({ ...now, page: Math.max(1, pages) }),
        replace: true,
      });
    }
  }, [invoices.data, invoices.isPlaceholderData, pages, search.page, navigate]);

  useShortcuts(t.inbox.title, [
    ...TABS.map((tab, index) => ({
      keys: String(index + 1),
      label: t.shortcuts.tab,
      run: () => show({ tab, postponed: undefined }),
      hidden: index > 0,
      keyOnly: true,
    })),
    {
      keys: "]",
      label: t.shortcuts.nextPage,
      run: () => search.page < pages && show({ page: search.page + 1 }),
    },
    {
      keys: "[",
      label: t.shortcuts.previousPage,
      run: () => search.page > 1 && show({ page: search.page - 1 }),
    },
  ]);

  const sortBy = (sort: SortBy) =>
    show({ sort, dir: sort === search.sort && search.dir === "desc" ? "asc" : "desc" });

  return (
    <div className={styles["page"]}>
      <header className={styles["header"]}>
        <h1>{t.inbox.title}</h1>
        <SearchField
          label={t.inbox.search}
          value={search.q ?? ""}
          onSearch={(q) => show({ q }, true)}
          section={t.inbox.title}
          onEnter={(q) => void openBest(q)}
        />
        <FilterMenu
          filters={search}
          onChange={(changes) => show(withItsTab(changes, search.tab))}
          withFindings
        />
        <SavedMenu search={search} />
      </header>
      <StatusTabs current={search.postponed ? null : search.tab} counts={counts} />
      {selection.chosen.length > 0 || selection.gathered !== null ? (
        <BulkBar
          selection={selection}
          query={query}
          total={invoices.data?.total ?? 0}
          totalIsExact={invoices.data?.total_is_exact ?? true}
        />
      ) : (
        <SortSelect search={search} onChange={show} />
      )}
      {result && <BulkOutcome result={result} search={filtersIn({ ...search })} />}
      <div className={styles["list"]} aria-busy={invoices.isPlaceholderData}>
        {invoices.isPending || (rows.length === 0 && summary.isPending) ? (
          <Skeleton rows={12} />
        ) : invoices.isError && rows.length === 0 ? (
          <ErrorState error={invoices.error} onRetry={() => void invoices.refetch()} />
        ) : rows.length === 0 ? (
          <Nothing search={search} counts={counts} onClear={() => show(NO_FILTERS)} />
        ) : (
          <InvoiceTable rows={rows} search={search} selection={selection} onSort={sortBy} />
        )}
      </div>
      {invoices.data && invoices.data.total > 0 && (
        <Pager
          page={search.page}
          perPage={search.size}
          total={invoices.data.total}
          totalIsExact={invoices.data.total_is_exact}
          sizes={PAGE_SIZES}
          onPage={(page) => show({ page })}
          onSize={(size) => show({ size })}
        />
      )}
    </div>
  );
}

interface SortSelectProps {
  search: InboxSearch;
  onChange: (changes: Partial<InboxSearch>) => void;
}

/** Sorting where the table heads are not shown: on a phone. */
function SortSelect({ search, onChange }: SortSelectProps) {
  const { t } = useI18n();
  return (
    <div className={styles["sort"]}>
      <select
        aria-label={t.inbox.sort}
        value={`${search.sort} ${search.dir}`}
        onChange={(event) => {
          const [sort, dir] = event.target.value.split(" ") as [SortBy, "asc" | "desc"];
          onChange({ sort, dir });
        }}
      >
        {SORTED_BY.flatMap(([field, kind]) =>
          (["desc", "asc"] as const).map((dir) => (
            <option key={field + dir} value={`${field} ${dir}`}>
              {t.inbox.sortBy[field]}, {t.inbox.order[kind][dir]}
            </option>
          )),
        )}
      </select>
    </div>
  );
}

interface NothingProps {
  search: InboxSearch;
  counts: StatusSummary | undefined;
  onClear: () => void;
}

function Nothing({ search, counts, onClear }: NothingProps) {
  const { t } = useI18n();
  const chooseFiles = useFilePicker();
  const may = useMay();
  const { words } = useAcceptedTypes();
  if (Object.keys(filtersIn({ ...search })).length > 0) {
    return <NothingFound tab={search.tab} counts={counts} onClear={onClear} />;
  }
  if (counts && countOf("all", counts) === 0) return <FirstVisit />;
  return (
    <EmptyState
      icon={<InboxIcon />}
      title={search.tab === "open" ? t.inbox.emptyOpen : t.inbox.emptyTitle}
      hint={may("upload") ? t.inbox.emptyHint(words) : undefined}
    >
      {may("upload") && (
        <Button variant="primary" onClick={chooseFiles}>
          <UploadIcon aria-hidden />
          {t.inbox.chooseFiles}
        </Button>
      )}
    </EmptyState>
  );
}
