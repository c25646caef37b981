import { getRouteApi } from "@tanstack/react-router";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { SearchIcon, SellersIcon } from "@/lib/ui/icons";
import { SearchField } from "@/lib/ui/search-field";
import { EmptyState, ErrorState, Skeleton } from "@/lib/ui/states";
import { useSellers } from "../api/list-sellers";
import { ORDERS, sellersSearch, type SellerOrder, type SellersSearch } from "../search";
import { CsvButtons } from "./csv-buttons";
import { SellersTable } from "./sellers-table";
import styles from "./sellers.module.css";

const route = getRouteApi("/sellers");

/** Who sells: all sellers, searched while typing. */
export function SellersPage() {
  const { t } = useI18n();
  const { q = "", order = "name" } = route.useSearch();
  const navigate = route.useNavigate();
  const sellers = useSellers(q, order);
  const rows = sellers.data?.pages.flatMap((page) => page.sellers) ?? [];
  const show = (changes: SellersSearch, replace = false) =>
    void navigate({ search: (now: SellersSearch) => sellersSearch({ ...now, ...changes }), replace });
  return (
    <div className={styles["page"]}>
      <header className={styles["header"]}>
        <h1>{t.sellers.title}</h1>
        <SearchField
          label={t.sellers.search}
          value={q}
          onSearch={(text) => show({ q: text }, true)}
          section={t.sellers.title}
        />
        <CsvButtons />
      </header>
      {rows.length > 1 && <OrderSelect by={order} onOrder={(next) => show({ order: next })} />}
      <div className={styles["list"]} aria-busy={sellers.isPlaceholderData}>
        {sellers.isPending ? (
          <Skeleton rows={12} />
        ) : sellers.isError && rows.length === 0 ? (
          <ErrorState error={sellers.error} onRetry={() => void sellers.refetch()} />
        ) : rows.length > 0 ? (
          <SellersTable
            sellers={rows}
            sorting={{
              by: order,
              dir: order === "name" ? "asc" : "desc",
              onSort: (next) => show({ order: next }),
            }}
          />
        ) : q ? (
          <EmptyState icon={<SearchIcon />} title={t.sellers.nothing}>
            <Button onClick={() => show({ q: "" })}>{t.sellers.showAll}</Button>
          </EmptyState>
        ) : (
          <EmptyState icon={<SellersIcon />} title={t.sellers.emptyTitle} hint={t.sellers.emptyHint} />
        )}
        {sellers.hasNextPage && (
          <Button
            className={styles["more"]}
            disabled={sellers.isFetchingNextPage}
            onClick={() => void sellers.fetchNextPage()}
          >
            {t.sellers.more}
          </Button>
        )}
      </div>
    </div>
  );
}

/** On a phone, whose cards have no heading to sort by. */
function OrderSelect({ by, onOrder }: { by: SellerOrder; onOrder: (by: SellerOrder) => void }) {
  const { t } = useI18n();
  return (
    <div className={styles["sort"]}>
      <select
        aria-label={t.inbox.sort}
        value={by}
        onChange={(event) => onOrder(ORDERS.find((order) => order === event.target.value) ?? "name")}
      >
        {ORDERS.map((order) => (
          <option key={order} value={order}>
            {t.sellers.orders[order]}
          </option>
        ))}
      </select>
    </div>
  );
}
