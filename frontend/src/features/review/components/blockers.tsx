import type { Invoice } from "@/lib/api/types";
import { blockerText } from "@/lib/i18n/blocker-text";
import { useI18n } from "@/lib/i18n/i18n";
import styles from "./review.module.css";

/** Why the invoice was not confirmed automatically when it was read: folded, for who asks. */
export function Blockers({ invoice: { blockers, checks, status } }: { invoice: Invoice }) {
  const { t, f } = useI18n();
  if (!blockers || blockers.length === 0 || status !== "waiting_validation") return null;
  return (
    <details className={styles["blockers"]}>
      <summary>{t.automation.blockers(blockers.length, f.number(blockers.length))}</summary>
      <ul>
        {blockers.map((blocker) => (
          <li key={blocker.code + blocker.message}>{blockerText(blocker, checks ?? [], t, f)}</li>
        ))}
      </ul>
    </details>
  );
}
