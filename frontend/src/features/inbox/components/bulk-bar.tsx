import { useState } from "react";
import type { InvoiceRow } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { useConfirmInvoice } from "@/lib/invoices/confirm-invoice";
import { useDownloadInvoice } from "@/lib/invoices/download-invoice";
import { RejectDialog } from "@/lib/invoices/reject-dialog";
import { useRejectInvoice } from "@/lib/invoices/reject-invoice";
import { useRetryInvoice } from "@/lib/invoices/retry-invoice";
import { useMay } from "@/lib/session/me";
import { useShortcuts } from "@/lib/shortcuts";
import { Button } from "@/lib/ui/button";
import { ConfirmIcon, DownloadIcon, RejectIcon, RetryIcon } from "@/lib/ui/icons";
import { useToast } from "@/lib/ui/toasts";
import { forEach, type Outcome } from "../bulk";
import { possible } from "../selection";
import styles from "./inbox.module.css";

interface Props {
  rows: readonly InvoiceRow[];
  onDone: () => void;
}

export function BulkBar({ rows, onDone }: Props) {
  const { t } = useI18n();
  const toast = useToast();
  const may = useMay();
  const { mutateAsync: confirm } = useConfirmInvoice();
  const { mutateAsync: reject } = useRejectInvoice();
  const { mutateAsync: retry } = useRetryInvoice();
  const { mutateAsync: download } = useDownloadInvoice();
  const [rejecting, setRejecting] = useState(false);
  const [busy, setBusy] = useState(false);
  const can = possible(rows, may);

  const run = async (work: Promise<Outcome>) => {
    setBusy(true);
    const { done, failed } = await work;
    setBusy(false);
    if (done > 0) toast({ text: t.inbox.done(done) });
    if (failed > 0) toast({ text: t.inbox.someFailed(failed), kind: "error" });
    onDone();
  };
  const confirmAll = () => {
    if (can.confirm.length > 0) void run(forEach(can.confirm, ({ id }) => confirm(id)));
  };
  const retryAll = () => {
    if (can.retry.length > 0) void run(forEach(can.retry, ({ id }) => retry(id)));
  };
  const askToReject = () => can.reject.length > 0 && setRejecting(true);

  useShortcuts(
    t.inbox.selected(rows.length),
    [
      { keys: "Shift+C", label: t.shortcuts.confirmSelected, run: confirmAll },
      { keys: "Shift+R", label: t.shortcuts.rejectSelected, run: askToReject },
      { keys: "Shift+T", label: t.shortcuts.retrySelected, run: retryAll },
    ],
    !busy,
  );

  return (
    <div className={styles["bulk"]} role="toolbar" aria-label={t.inbox.selected(rows.length)}>
      <strong>{t.inbox.selected(rows.length)}</strong>
      {can.confirm.length > 0 && (
        <Button small variant="primary" disabled={busy} onClick={confirmAll}>
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
        onClick={() => void run(forEach(rows, ({ id, filename }) => download({ id, filename })))}
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
            void run(forEach(can.reject, ({ id }) => reject({ id, reason })));
          }}
        />
      )}
    </div>
  );
}
