import type { InvoiceRow } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { ErrorIcon, WarningIcon } from "@/lib/ui/icons";
import { ProgressBar } from "@/lib/ui/progress-bar";
import { StatusBadge } from "@/lib/ui/status-badge";
import styles from "./inbox.module.css";

/** The invoice's status, and its findings. */
export function RowState({ row }: { row: InvoiceRow }) {
  const { t, f } = useI18n();
  const errorText = useErrorText();
  if (row.status === "processing") {
    return (
      <div className={styles["reading"]}>
        <span>
          {row.stage ? t.stage[row.stage] : t.status.processing}{" "}
          <span className={styles["faint"]}>{f.percent(row.progress / 100)}</span>
        </span>
        <ProgressBar value={row.progress / 100} label={`${t.inbox.progress}: ${row.filename}`} />
      </div>
    );
  }
  return (
    <div className={styles["state"]}>
      <StatusBadge status={row.status} />
      {row.status === "waiting_validation" && (
        <>
          <FindingCount level="error" count={row.checks_summary.error} />
          <FindingCount level="warning" count={row.checks_summary.warning} />
        </>
      )}
      {row.status === "failed" && row.error && (
        <span className={styles["failure"]}>{errorText(row.error)}</span>
      )}
    </div>
  );
}

interface FindingCountProps {
  level: "error" | "warning";
  count: number;
}

/** How many findings of a level the invoice has; nothing for none. */
function FindingCount({ level, count }: FindingCountProps) {
  const { t } = useI18n();
  if (count === 0) return null;
  const Icon = level === "error" ? ErrorIcon : WarningIcon;
  const text = level === "error" ? t.inbox.errors(count) : t.inbox.warnings(count);
  return (
    <span className={styles["findings"]} data-level={level} role="img" aria-label={text} title={text}>
      <Icon aria-hidden />
      {count}
    </span>
  );
}
