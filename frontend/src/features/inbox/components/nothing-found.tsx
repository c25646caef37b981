import { Link } from "@tanstack/react-router";
import type { StatusSummary } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { SearchIcon } from "@/lib/ui/icons";
import { EmptyState } from "@/lib/ui/states";
import { countOf, TABS, type Tab } from "../search";
import { tabName } from "../tab-name";
import styles from "./inbox.module.css";

interface Props {
  tab: Tab;
  counts: StatusSummary | undefined;
  onClear: () => void;
}

/** Nothing of this tab matches; in which others there are hits is one click away. */
export function NothingFound({ tab, counts, onClear }: Props) {
  const { t, f } = useI18n();
  const elsewhere = TABS.filter((other) => other !== tab && other !== "open" && other !== "all")
    .map((other) => ({ other, count: counts ? countOf(other, counts) : 0 }))
    .filter(({ count }) => count > 0);
  return (
    <EmptyState
      icon={<SearchIcon />}
      title={elsewhere.length > 0 ? t.inbox.foundElsewhere : t.filters.nothing}
    >
      {elsewhere.map(({ other, count }) => (
        <Link
          key={other}
          to="/inbox"
          search={(now) => ({ ...now, tab: other, page: 1, postponed: undefined })}
          className={styles["elsewhere"]}
        >
          {t.inbox.inTab(tabName(other, t), f.number(count))}
        </Link>
      ))}
      <Button onClick={onClear}>{t.filters.showAll}</Button>
    </EmptyState>
  );
}
