import { useState } from "react";
import type { InvoiceRow } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { useConfirmInvoice } from "@/lib/invoices/confirm-invoice";
import { useDownloadInvoice } from "@/lib/invoices/download-invoice";
import { RejectDialog } from "@/lib/invoices/reject-dialog";
import { useRejectInvoice } from "@/lib/invoices/reject-invoice";
import type { Decided } from "@/lib/invoices/decision";
import { forEach, type Outcome } from "@/lib/invoices/for-each";
import { useRetryInvoice } from "@/lib/invoices/retry-invoice";
import { useUndo } from "@/lib/invoices/undo-decision";
import { useMay } from "@/lib/session/me";
import { useShortcuts } from "@/lib/shortcuts";
import { Button } from "@/lib/ui/button";
import { ConfirmIcon, DownloadIcon, RejectIcon, RetryIcon } from "@/lib/ui/icons";
import { useToast } from "@/lib/ui/toasts";
import { possible } from "../selection";
import { ConfirmAllDialog } from "./confirm-all-dialog";
import type { Refusal } from "./left-out";
import styles from "./inbox.module.css";

interface Props {
  rows: readonly InvoiceRow[];
  onDone: () => void;
  /** What was left as it is, and why. */
  onRefused: (refusals: readonly Refusal[]) => void;
}

export function BulkBar({ rows, onDone, onRefused }: Props) {
  const { t } = useI18n();
  const toast = useToast();
  const { offer } = useUndo();
  const may = useMay();
  const { mutateAsync: confirm } = useConfirmInvoice();
  const { mutateAsync: reject } = useRejectInvoice();
  const { mutateAsync: retry } = useRetryInvoice();
  const { mutateAsync: download } = useDownloadInvoice();
  const [rejecting, setRejecting] = useState(false);
  /** The rows as they were shown when the question was asked: those are confirmed, in that version. */
  const [confirming, setConfirming] = useState<readonly InvoiceRow[] | null>(null);
  const [busy, setBusy] = useState(false);
  const can = possible(rows, may);

  const run = async <Result,>(
    work: Promise<Outcome<InvoiceRow, Result>>,
    say: (done: readonly Result[]) => void,
  ) => {
    setBusy(true);
    const { done, failed } = await work;
    setBusy(false);
    if (done.length > 0) say(done);
    onRefused(failed);
    onDone();
  };
  const sayDone = (done: readonly unknown[]) => void toast({ text: t.inbox.done(done.length) });
  const offerUndo = (decisions: readonly Decided[]) =>
    offer({ text: t.inbox.confirmed(decisions.length), decisions });
  const askToConfirm = () => can.confirm.length > 0 && setConfirming(can.confirm);
  const retryAll = () => {
    if (can.retry.length > 0)
      void run(
        forEach(can.retry, ({ id }) => retry(id)),
        sayDone,
      );
  };
  const askToReject = () => can.reject.length > 0 && setRejecting(true);

  useShortcuts(
    t.inbox.selected(rows.length),
    [
      { keys: "Shift+C", label: t.shortcuts.confirmSelected, run: askToConfirm },
      { keys: "Shift+R", label: t.shortcuts.rejectSelected, run: askToReject },
      { keys: "Shift+T", label: t.shortcuts.retrySelected, run: retryAll },
    ],
    !busy,
  );

  return (
    <div className={styles["bulk"]} role="toolbar" aria-label={t.inbox.selected(rows.length)}>
      <strong>{t.inbox.selected(rows.length)}</strong>
      {can.confirm.length > 0 && (
        <Button small variant="primary" disabled={busy} onClick={askToConfirm}>
          <ConfirmIcon aria-hidden />
          {t.inbox.bulkConfirm(can.confirm.length)}
        </Button>
      )}
      {can.reject.length > 0 && (
        <Button small disabled={busy} onClick={askToReject}>
          <RejectIcon aria-hidden />
          {t.inbox.bulkReject(can.reject.length)}
        </Button>
      )}
      {can.retry.length > 0 && (
        <Button small disabled={busy} onClick={retryAll}>
          <RetryIcon aria-hidden />
          {t.inbox.bulkRetry(can.retry.length)}
        </Button>
      )}
      <Button
        small
        disabled={busy}
        onClick={() =>
          void run(
            forEach(rows, ({ id, filename }) => download({ id, filename })),
            sayDone,
          )
        }
      >
        <DownloadIcon aria-hidden />
        {t.inbox.bulkDownload}
      </Button>
      <Button small variant="quiet" onClick={onDone}>
        {t.action.clear}
      </Button>
      {can.withErrors.length > 0 && (
        <span className={styles["leftOut"]}>{t.inbox.leftOutWithErrors(can.withErrors.length)}</span>
      )}
      {rejecting && (
        <RejectDialog
          count={can.reject.length}
          onCancel={() => setRejecting(false)}
          onReject={(reason) => {
            setRejecting(false);
            void run(
              forEach(can.reject, async (row) => ({ row, decision: await reject({ id: row.id, reason }) })),
              // Only what waited for review goes back to it; the rest is read again.
              (done) =>
                offer({
                  text: t.inbox.done(done.length),
                  decisions: done
                    .filter(({ row }) => row.status === "waiting_validation")
                    .map(({ decision }) => decision),
                }),
            );
          }}
        />
      )}
      {confirming && (
        <ConfirmAllDialog
          rows={confirming}
          onCancel={() => setConfirming(null)}
          onConfirm={() => {
            setConfirming(null);
            void run(
              forEach(confirming, ({ id, version }) => confirm({ id, version })),
              offerUndo,
            );
          }}
        />
      )}
    </div>
  );
}
