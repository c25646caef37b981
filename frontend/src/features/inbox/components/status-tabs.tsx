import { Link } from "@tanstack/react-router";
import type { StatusCounts } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { countOf, TABS, type Tab } from "../search";
import styles from "./inbox.module.css";

interface Props {
  current: Tab;
  summary: StatusCounts | undefined;
}

/** Links, not buttons: each status has an address of its own. */
export function StatusTabs({ current, summary }: Props) {
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
              {tab === "open" || tab === "all" ? t.inbox.tabs[tab] : t.status[tab]}
              {summary && <span className={styles["count"]}>{f.number(countOf(tab, summary))}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
