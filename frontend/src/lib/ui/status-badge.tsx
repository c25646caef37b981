import type { Status } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { ConfirmedIcon, FailedIcon, ReadingIcon, RejectIcon, ReviewIcon } from "./icons";
import styles from "./status-badge.module.css";

const ICONS = {
  processing: ReadingIcon,
  waiting_validation: ReviewIcon,
  processed: ConfirmedIcon,
  rejected: RejectIcon,
  failed: FailedIcon,
} satisfies Record<Status, unknown>;

export function StatusBadge({ status }: { status: Status }) {
  const { t } = useI18n();
  const Icon = ICONS[status];
  return (
    <span className={styles["badge"]} data-status={status}>
      <Icon aria-hidden />
      {t.status[status]}
    </span>
  );
}
