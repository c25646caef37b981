import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { StatusSummary } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { countOf, TABS, type Tab } from "../search";
import { tabName } from "../tab-name";
import styles from "./inbox.module.css";

interface Props {
  /** Null while what is postponed is shown. */
  current: Tab | null;
  /** Of what the search and the filters let through. */
  counts: StatusSummary | undefined;
}

/** Links, not buttons: each status has an address of its own. The search and the filters go along. */
export function StatusTabs({ current, counts }: Props) {
  const { t, f } = useI18n();
  const bar = useRef<HTMLElement>(null);
  const isCounted = counts !== undefined;
  useEffect(() => {
    // On a phone the tabs are wider than the window: the one that is shown is in it.
    bar.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current, isCounted]);
  return (
    <nav ref={bar} aria-label={t.inbox.tabsLabel}>
      <ul className={styles["tabs"]}>
        {TABS.map((tab) => (
          <li key={tab}>
            <Link
              to="/inbox"
              search={(now) => ({ ...now, tab, page: 1, postponed: undefined })}
              className={styles["tab"]}
              data-tab={tab}
              aria-current={tab === current ? "page" : undefined}
              activeProps={{}}
            >
              {tabName(tab, t)}
              {counts && (
                <span className={styles["count"]} data-none={countOf(tab, counts) === 0 || undefined}>
                  {f.number(countOf(tab, counts))}
                  {!counts.is_exact && "+"}
                </span>
              )}
            </Link>
          </li>
        ))}
        {counts && (counts.postponed > 0 || current === null) && (
          <li>
            <Link
              to="/inbox"
              search={(now) => ({ ...now, tab: "waiting_validation", page: 1, postponed: true })}
              className={styles["tab"]}
              data-tab="postponed"
              aria-current={current === null ? "page" : undefined}
              activeProps={{}}
            >
              {t.inbox.postponedTab}
              <span className={styles["count"]}>{f.number(counts.postponed)}</span>
            </Link>
          </li>
        )}
      </ul>
    </nav>
  );
}
