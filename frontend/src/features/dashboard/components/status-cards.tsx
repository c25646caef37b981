import { Link } from "@tanstack/react-router";
import type { Status, StatusSummary } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { dueOf } from "@/lib/invoices/due";
import styles from "./dashboard.module.css";

const ORDER: readonly Status[] = ["processing", "waiting_validation", "processed", "rejected", "failed"];

/** How many have each status, as many as the list has that a card leads to. */
export function StatusCards({ counts }: { counts: StatusSummary }) {
  const { t, f } = useI18n();
  return (
    <ul className={styles["cards"]}>
      {ORDER.map((status) => {
        const count = dueOf(status, counts);
        return (
          <li key={status}>
            <Link
              to="/inbox"
              search={{ tab: status }}
              className={styles["card"]}
              data-status={count > 0 ? status : undefined}
            >
              <strong>{f.number(count)}</strong>
              <span>{t.statuses[status]}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
