/** What a screen shows when it has no data to show: loading, empty, failed. */
import type { ReactNode } from "react";
import { ApiError, UnreachableError } from "@/lib/api/errors";
import { useI18n } from "@/lib/i18n/i18n";
import { useErrorText } from "@/lib/i18n/error-text";
import { Button } from "./button";
import { AwayIcon, ErrorIcon } from "./icons";
import styles from "./states.module.css";

interface EmptyProps {
  icon?: ReactNode;
  title: string;
  hint?: ReactNode;
  children?: ReactNode;
}

export function EmptyState({ icon, title, hint, children }: EmptyProps) {
  return (
    <div className={styles["state"]}>
      {icon && (
        <div className={styles["icon"]} aria-hidden>
          {icon}
        </div>
      )}
      <h2 className={styles["title"]}>{title}</h2>
      {hint && <p className={styles["hint"]}>{hint}</p>}
      {children && <div className={styles["actions"]}>{children}</div>}
    </div>
  );
}

export function ErrorState({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { t } = useI18n();
  const errorText = useErrorText();
  return (
    <div className={styles["state"]} role="alert">
      <div className={styles["icon"]} aria-hidden>
        {error instanceof UnreachableError ? <AwayIcon /> : <ErrorIcon />}
      </div>
      <h2 className={styles["title"]}>{t.error.title}</h2>
      <p className={styles["hint"]}>{errorText(error)}</p>
      {error instanceof ApiError && error.requestId && (
        <p className={styles["request"]}>
          {t.error.requestId} <code>{error.requestId}</code>
        </p>
      )}
      {onRetry && (
        <div className={styles["actions"]}>
          <Button onClick={onRetry}>{t.action.retry}</Button>
        </div>
      )}
    </div>
  );
}

/** Grey bars in place of rows that are loading. */
export function Skeleton({ rows = 8, label }: { rows?: number; label?: string }) {
  const { t } = useI18n();
  return (
    <div className={styles["skeleton"]} role="status" aria-label={label ?? t.app.loading}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles["bar"]} />
      ))}
    </div>
  );
}
