import { useI18n } from "@/lib/i18n/i18n";
import type { ListedQuery } from "@/lib/invoices/list-invoices";
import { useShortcuts } from "@/lib/shortcuts";
import { Button } from "@/lib/ui/button";
import { MOST_SELECTED, type Selection } from "../use-selection";
import styles from "./inbox.module.css";

interface Props {
  selection: Selection;
  query: ListedQuery;
  total: number;
  totalIsExact: boolean;
}

/** From the rows of a page to all that match, which are read one page after the other. */
export function SelectAllMatching({ selection, query, total, totalIsExact }: Props) {
  const { t, f } = useI18n();
  const { chosen, gathered, selectAll, clear } = selection;
  const isAll = totalIsExact && total <= MOST_SELECTED;
  const most = f.number(Math.min(total, MOST_SELECTED));
  const label = isAll ? t.inbox.selectMatching(most) : t.inbox.selectFirst(most);
  const more = gathered === null && chosen.length < Math.min(total, MOST_SELECTED);
  const run = () => void selectAll(query);

  useShortcuts(t.inbox.title, [{ keys: "Shift+A", label: t.shortcuts.allMatching, run }], more);

  if (gathered !== null) {
    return (
      <span className={styles["gathering"]} role="status">
        {t.inbox.gathering(f.number(gathered), most)}
        <Button small variant="quiet" onClick={clear}>
          {t.action.cancel}
        </Button>
      </span>
    );
  }
  return more ? (
    <Button small variant="quiet" onClick={run}>
      {label}
    </Button>
  ) : null;
}
