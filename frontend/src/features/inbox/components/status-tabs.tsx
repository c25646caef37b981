import { Link } from "@tanstack/react-router";
import type { StatusSummary } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { countOf, TABS, type Tab } from "../search";
import { tabName } from "../tab-name";
import styles from "./inbox.module.css";

interface Props {
  current: Tab;
  /** Of what the search and the filters let through. */
  counts: StatusSummary | undefined;
}

/** Links, not buttons: each status has an address of its own. The search and the filters go along. */
export function StatusTabs({ current, counts }: Props) {
  const { t, f } = useI18n();
  return (
    <nav aria-label={t.inbox.tabsLabel}>
      <ul className={styles["tabs"]}>
        {TABS.map((tab) => (
          <li key={tab}>
            <Link
              to="/inbox"
              search={(now) => ({ ...now, tab, page: 1 })}
              className={styles["tab"]}
              data-tab={tab}
              aria-current={tab === current ? "page" : undefined}
              activeProps={{}}
            >
              {tabName(tab, t)}
              {counts && (
                <span className={styles["count"]} data-none={countOf(tab, counts.summary) === 0 || undefined}>
                  {f.number(countOf(tab, counts.summary))}
                  {!counts.is_exact && "+"}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
