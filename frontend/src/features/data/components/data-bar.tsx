import { Link } from "@tanstack/react-router";
import { useI18n } from "@/lib/i18n/i18n";
import { totalText } from "@/lib/i18n/total-text";
import type { Sorting } from "@/lib/ui/sort-head";
import { useNew } from "../api/list-confirmed";
import { filtersOf, SCOPES, VIEWS, withDefaults, type DataSearch } from "../search";
import { SORTABLE, sortOf, SORTS, type Sort } from "../sorts";
import styles from "./data.module.css";

interface Props {
  search: DataSearch;
  sorting: Sorting<Sort>;
}

/** All, new or exported ones; a row for each invoice or for each line. Links: each has an address of its own. */
export function DataBar({ search, sorting }: Props) {
  const { t, f } = useI18n();
  const { scope, view } = withDefaults(search);
  const fresh = useNew(filtersOf(search));
  return (
    <div className={styles["bar"]}>
      <nav aria-label={t.data.scope}>
        {SCOPES.map((one) => (
          <Link
            key={one}
            to="/data"
            search={(now: DataSearch) => ({ ...now, scope: one, page: 1 })}
            className={styles["tab"]}
            aria-current={one === scope ? "page" : undefined}
            activeProps={{}}
          >
            {t.data.scopes[one]}
            {one === "new" && fresh && (
              <span className={styles["count"]}>{totalText(fresh.total, fresh.total_is_exact, t, f)}</span>
            )}
          </Link>
        ))}
      </nav>
      <SortSelect sorting={sorting} />
      <nav aria-label={t.data.view}>
        {VIEWS.map((one) => (
          <Link
            key={one}
            to="/data"
            search={(now: DataSearch) => ({ ...now, view: one })}
            className={styles["tab"]}
            aria-current={one === view ? "page" : undefined}
            activeProps={{}}
          >
            {t.data.views[one]}
          </Link>
        ))}
      </nav>
    </div>
  );
}

/** On a phone, whose cards have no heading to sort by. */
function SortSelect({ sorting }: { sorting: Sorting<Sort> }) {
  const { t } = useI18n();
  return (
    <select
      className={styles["sort"]}
      aria-label={t.data.sort}
      value={sorting.by}
      onChange={(event) => {
        const chosen = SORTS.find((sort) => sort === event.target.value);
        if (chosen) sorting.onSort(chosen);
      }}
    >
      {SORTABLE.map((column) => (
        <option key={column} value={sortOf(column)}>
          {t.data.column[column]}
        </option>
      ))}
    </select>
  );
}
