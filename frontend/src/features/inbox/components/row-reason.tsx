import type { InvoiceRow } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { findingText, reasonText } from "@/lib/i18n/finding-text";
import { useI18n } from "@/lib/i18n/i18n";
import { rejectReason } from "@/lib/i18n/reject-reason";
import { stageText } from "@/lib/i18n/stage-text";
import { ConfirmIcon, ErrorIcon, InfoIcon, WarningIcon } from "@/lib/ui/icons";
import { ProgressBar } from "@/lib/ui/progress-bar";
import styles from "./inbox.module.css";

/** What is to be done with the invoice, in words: the gravest finding, "ready", how far it is read, why it failed. */
export function RowReason({ row }: { row: InvoiceRow }) {
  const { t } = useI18n();
  const errorText = useErrorText();
  switch (row.status) {
    case "processing":
      return <Reading row={row} />;
    case "waiting_validation":
      return <ToReview row={row} />;
    case "failed":
      return (
        <span className={styles["reason"]} data-level="error">
          {row.error ? errorText(row.error) : t.status.failed}
        </span>
      );
    case "rejected":
      return (
        <span className={styles["reason"]}>
          {row.reject_reason
            ? t.inbox.rejectedBecause(rejectReason(row.reject_reason, t))
            : t.status.rejected}
        </span>
      );
    case "processed":
      return (
        <span className={styles["reason"]}>
          {row.confirmed_automatically ? t.automation.confirmedShort : t.status.processed}
        </span>
      );
  }
}

const ICONS = { error: ErrorIcon, warning: WarningIcon, info: InfoIcon };

function ToReview({ row }: { row: InvoiceRow }) {
  const { t, f } = useI18n();
  const { worst_finding: worst, checks_summary: counts } = row;
  const day = row.postponed_until && (
    <>
      {" "}
      <span className={styles["others"]}>· {t.review.postpone.until(f.date(row.postponed_until))}</span>
    </>
  );
  if (!worst) {
    return (
      <span className={styles["reason"]} data-level="none">
        <ConfirmIcon aria-hidden />
        <span>
          {t.inbox.ready}
          {day}
        </span>
      </span>
    );
  }
  const Icon = ICONS[worst.level];
  const others = counts.error + counts.warning - (worst.level === "info" ? 0 : 1);
  return (
    <span className={styles["reason"]} data-level={worst.level} title={findingText(worst, t, f)}>
      <Icon role="img" aria-label={t.review.level[worst.level]} />
      <span>
        {reasonText(worst, t, f)}{" "}
        {others > 0 && <span className={styles["others"]}>{t.inbox.otherFindings(others)}</span>}
        {day}
      </span>
    </span>
  );
}

function Reading({ row }: { row: InvoiceRow }) {
  const { t, f } = useI18n();
  return (
    <div className={styles["reading"]}>
      <span>
        {stageText(row, t) ?? t.status.processing} {f.percent(row.progress / 100)}
      </span>
      <ProgressBar value={row.progress / 100} label={`${t.inbox.progress}: ${row.filename}`} />
    </div>
  );
}
