import { useState } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useAttempt } from "@/lib/ui/use-attempt";
import { savePayment, usePayments } from "../api/payments";
import { useTakeBack } from "../use-take-back";
import styles from "./pay-dialog.module.css";

/** The newest payment files, folded: each can be downloaded again, and taken back. */
export function EarlierPayments() {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  return (
    <details className={styles["earlier"]} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.payments.earlier}</summary>
      {open && <Files />}
    </details>
  );
}

function Files() {
  const { t, f } = useI18n();
  const words = t.payments;
  const attempt = useAttempt();
  const { data, error, refetch } = usePayments();
  const { takeBack, isRunning } = useTakeBack();
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={2} />;
  if (data.length === 0) return <p className={styles["faint"]}>{words.none}</p>;
  return (
    <ul>
      {data.map(({ id, created_at, actor, transfers, total }) => (
        <li key={id}>
          <div>
            <strong>{f.money(total, "EUR")}</strong> · {words.transfers(transfers, f.number(transfers))}
            <p className={styles["faint"]}>
              {f.dateTime(created_at)} · {actor}
            </p>
          </div>
          <Button small onClick={() => void attempt(() => savePayment(id))}>
            {words.again}
          </Button>
          <Button small variant="quiet" disabled={isRunning} onClick={() => void takeBack(id)}>
            {words.undo}
          </Button>
        </li>
      ))}
    </ul>
  );
}
