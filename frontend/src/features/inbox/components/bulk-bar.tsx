import { useState } from "react";
import type { InvoiceRow } from "@/lib/api/types";
import type { ListedQuery } from "@/lib/invoices/list-invoices";
import { useI18n } from "@/lib/i18n/i18n";
import { useDownloadInvoice } from "@/lib/invoices/download-invoice";
import { forEach } from "@/lib/invoices/for-each";
import { PostponeMenu } from "@/lib/invoices/postpone-menu";
import { RejectDialog } from "@/lib/invoices/reject-dialog";
import { useMay } from "@/lib/session/me";
import { useShortcuts } from "@/lib/shortcuts";
import { Button } from "@/lib/ui/button";
import { ConfirmIcon, DownloadIcon, PayIcon, RejectIcon, RetryIcon } from "@/lib/ui/icons";
import { possible, type Possible } from "../selection";
import { useBulkActions } from "../use-bulk-actions";
import type { Selection } from "../use-selection";
import { ConfirmAllDialog } from "./confirm-all-dialog";
import { PayDialog } from "./pay-dialog";
import { SelectAllMatching } from "./select-all-matching";
import styles from "./inbox.module.css";

/** A browser asks about more files at once, and a person wants the export instead. */
const MOST_DOWNLOADS = 20;

interface Props {
  selection: Selection;
  /** The list that the rows are of, and how many it has. */
  query: ListedQuery;
  total: number;
  totalIsExact: boolean;
}

export function BulkBar({ selection, query, total, totalIsExact }: Props) {
  const { t, f } = useI18n();
  const may = useMay();
  const { chosen, clear } = selection;
  const { busy, confirm, reject, retry, postpone } = useBulkActions(clear);
  const { mutateAsync: download } = useDownloadInvoice();
  const [rejecting, setRejecting] = useState(false);
  /** The rows as they were shown when the question was asked: those are confirmed, in that version. */
  const [confirming, setConfirming] = useState<Possible | null>(null);
  const [paying, setPaying] = useState<readonly InvoiceRow[] | null>(null);
  const can = possible(chosen, may);

  const askToConfirm = () => can.confirm.length > 0 && setConfirming(can);
  const askToReject = () => can.reject.length > 0 && setRejecting(true);
  const retryAll = () => void retry(can.retry);

  const title = t.inbox.selected(chosen.length, f.number(chosen.length));
  useShortcuts(
    title,
    [
      { keys: "Shift+C", label: t.shortcuts.confirmSelected, run: askToConfirm },
      { keys: "Shift+R", label: t.shortcuts.rejectSelected, run: askToReject },
      { keys: "Shift+T", label: t.shortcuts.retrySelected, run: retryAll },
      { keys: "Escape", label: t.action.clear, run: clear },
    ],
    !busy && chosen.length > 0,
  );

  return (
    <div className={styles["bulk"]} role="toolbar" aria-label={title}>
      <strong>{title}</strong>
      <SelectAllMatching selection={selection} query={query} total={total} totalIsExact={totalIsExact} />
      {can.confirm.length > 0 && (
        <Button small variant="primary" disabled={busy} onClick={askToConfirm}>
          <ConfirmIcon aria-hidden />
          {t.inbox.bulkConfirm(f.number(can.confirm.length))}
        </Button>
      )}
      {can.reject.length > 0 && (
        <Button small disabled={busy} onClick={askToReject}>
          <RejectIcon aria-hidden />
          {t.inbox.bulkReject(f.number(can.reject.length))}
        </Button>
      )}
      {can.retry.length > 0 && (
        <Button small disabled={busy} onClick={retryAll}>
          <RetryIcon aria-hidden />
          {t.inbox.bulkRetry(f.number(can.retry.length))}
        </Button>
      )}
      {can.postpone.length > 0 && (
        <PostponeMenu
          section={title}
          disabled={busy}
          until={can.postpone.find(({ postponed_until }) => postponed_until)?.postponed_until ?? null}
          onPostpone={(until) => void postpone(can.postpone, until)}
        />
      )}
      {can.pay.length > 0 && (
        <Button small disabled={busy} onClick={() => setPaying(can.pay)}>
          <PayIcon aria-hidden />
          {t.payments.pay(f.number(can.pay.length))}
        </Button>
      )}
      {chosen.length <= MOST_DOWNLOADS && (
        <Button
          small
          disabled={busy}
          onClick={() => void forEach(chosen, ({ id, filename }) => download({ id, filename }))}
        >
          <DownloadIcon aria-hidden />
          {t.inbox.bulkDownload}
        </Button>
      )}
      <Button small variant="quiet" onClick={clear}>
        {t.action.clear}
      </Button>
      {can.toCheck.length > 0 && (
        <span className={styles["leftOut"]}>
          {t.inbox.leftOutToCheck(can.toCheck.length, f.number(can.toCheck.length))}
        </span>
      )}
      {rejecting && (
        <RejectDialog
          count={can.reject.length}
          onCancel={() => setRejecting(false)}
          onReject={(reason) => {
            setRejecting(false);
            void reject(can.reject, reason);
          }}
        />
      )}
      {paying && (
        <PayDialog
          rows={paying}
          onClose={() => setPaying(null)}
          onPaid={() => {
            setPaying(null);
            clear();
          }}
        />
      )}
      {confirming && (
        <ConfirmAllDialog
          rows={confirming.confirm}
          onCancel={() => setConfirming(null)}
          onConfirm={() => {
            setConfirming(null);
            void confirm(confirming);
          }}
        />
      )}
    </div>
  );
}
