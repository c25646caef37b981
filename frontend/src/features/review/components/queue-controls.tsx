/** Where the invoice stands in the queue, the ways to its neighbours, and putting it off. */
import type { Invoice } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { PostponeMenu } from "@/lib/invoices/postpone-menu";
import { useShortcuts } from "@/lib/shortcuts";
import { IconButton } from "@/lib/ui/button";
import { NextIcon, PreviousIcon } from "@/lib/ui/icons";
import type { ReviewQueue } from "../queue/use-review-queue";
import type { QueueActions } from "../queue/use-queue-actions";
import styles from "./queue.module.css";

interface Props {
  invoice: Invoice;
  queue: ReviewQueue;
  actions: QueueActions;
}

export function QueueControls({ invoice, queue, actions }: Props) {
  const { t, f } = useI18n();
  const waits = invoice.status === "waiting_validation";
  const nextLabel = waits ? t.review.queue.skip : t.review.nextInvoice;
  useShortcuts(t.review.group.invoice, [
    { keys: "Alt+KeyN", label: nextLabel, run: () => actions.next?.() },
    { keys: "Alt+KeyP", label: t.review.previousInvoice, run: () => actions.previous?.() },
  ]);
  return (
    <div className={styles["controls"]}>
      <IconButton
        small
        label={t.review.previousInvoice}
        shortcut="Alt+P"
        disabled={!actions.previous}
        onClick={() => actions.previous?.()}
      >
        <PreviousIcon aria-hidden />
      </IconButton>
      {queue.left !== null && (
        <span className={styles["left"]}>
          {t.review.queue.left(queue.left, `${f.number(queue.left)}${queue.leftIsExact ? "" : "+"}`)}
        </span>
      )}
      <IconButton
        small
        className={waits ? styles["skip"] : undefined}
        label={nextLabel}
        shortcut="Alt+N"
        disabled={!actions.next}
        onClick={() => actions.next?.()}
      >
        {waits && <span>{t.review.queue.skipShort}</span>}
        <NextIcon aria-hidden />
      </IconButton>
      {actions.postpone && (
        <PostponeMenu
          section={t.review.group.invoice}
          until={invoice.postponed_until}
          onPostpone={actions.postpone}
        />
      )}
    </div>
  );
}
