import type { InvoiceRow } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { ErrorIcon, WarningIcon } from "@/lib/ui/icons";
import { ProgressBar } from "@/lib/ui/progress-bar";
import { StatusBadge } from "@/lib/ui/status-badge";
import styles from "./inbox.module.css";

/** Where the invoice is on its way, and what is wrong with it. */
export function RowState({ row }: { row: InvoiceRow }) {
  const { t, f } = useI18n();
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
      {row.status === "waiting_validation" && <Findings summary={row.checks_summary} />}
      {row.status === "failed" && row.error && (
        <span className={styles["failure"]}>{t.error.codes[row.error.code] ?? row.error.message}</span>
      )}
    </div>
  );
}

function Findings({ summary: { error, warning } }: { summary: InvoiceRow["checks_summary"] }) {
  const { t } = useI18n();
  return (
    <>
      {error > 0 && (
        <span
          className={styles["errors"]}
          role="img"
          aria-label={t.inbox.errors(error)}
          title={t.inbox.errors(error)}
        >
          <ErrorIcon aria-hidden />
          {error}
        </span>
      )}
      {warning > 0 && (
        <span
          className={styles["warnings"]}
          role="img"
          aria-label={t.inbox.warnings(warning)}
          title={t.inbox.warnings(warning)}
        >
          <WarningIcon aria-hidden />
          {warning}
        </span>
      )}
    </>
  );
}
