import type { Invoice } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { useDownloadInvoice } from "@/lib/invoices/download-invoice";
import { Button, IconButton } from "@/lib/ui/button";
import {
  ConfirmIcon,
  DeleteIcon,
  DownloadIcon,
  MoreIcon,
  RedoIcon,
  RejectIcon,
  RetryIcon,
  UndoIcon,
} from "@/lib/ui/icons";
import { Menu, MenuItem } from "@/lib/ui/menu";
import { StatusBadge } from "@/lib/ui/status-badge";
import { useErrorText } from "@/lib/i18n/error-text";
import { useToast } from "@/lib/ui/toasts";
import type { SaveState } from "../draft/use-draft";
import type { ReviewQueue } from "../queue/use-review-queue";
import type { ReviewSearch } from "../search";
import type { Actions } from "../use-review-actions";
import { BackLink } from "./back-link";
import { QueueControls } from "./queue-controls";
import { useReview } from "./review-context";
import styles from "./review.module.css";

interface Props {
  invoice: Invoice;
  queue: ReviewQueue;
  search: ReviewSearch;
  /** Null where nothing can be changed. */
  saveState: SaveState | null;
  busy: boolean;
  actions: Actions;
}

export function ReviewHeader({ invoice, queue, search, saveState, busy, actions }: Props) {
  const { t } = useI18n();
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate: download } = useDownloadInvoice();
  return (
    <header className={styles["header"]}>
      <BackLink search={search} />
      <div className={styles["title"]}>
        <h1 title={invoice.filename}>{invoice.filename}</h1>
        <StatusBadge status={invoice.status} />
        {saveState && <SaveNote state={saveState} />}
      </div>
      <QueueControls invoice={invoice} queue={queue} actions={actions.queue} />
      <div className={styles["actions"]}>
        {saveState && (
          <>
            <IconButton
              label={t.action.undo}
              shortcut="Mod+Z"
              disabled={!actions.undo}
              onClick={() => actions.undo?.()}
            >
              <UndoIcon aria-hidden />
            </IconButton>
            <IconButton
              label={t.action.redo}
              shortcut="Mod+Shift+Z"
              disabled={!actions.redo}
              onClick={() => actions.redo?.()}
            >
              <RedoIcon aria-hidden />
            </IconButton>
          </>
        )}
        <Menu
          trigger={
            <Button className={styles["menu"]} variant="quiet" aria-label={t.action.more}>
              <MoreIcon aria-hidden />
            </Button>
          }
        >
          <MenuItem
            onClick={() =>
              download(
                { id: invoice.id, filename: invoice.filename },
                { onError: (error) => toast({ text: errorText(error), kind: "error" }) },
              )
            }
          >
            <DownloadIcon aria-hidden />
            {t.review.download}
          </MenuItem>
          {actions.reopen && (
            <MenuItem onClick={actions.reopen}>
              <UndoIcon aria-hidden />
              {t.review.reopen}
            </MenuItem>
          )}
          {actions.remove && (
            <MenuItem danger onClick={actions.remove}>
              <DeleteIcon aria-hidden />
              {t.review.delete}
            </MenuItem>
          )}
        </Menu>
        {actions.retry && (
          <Button onClick={actions.retry} disabled={busy}>
            <RetryIcon aria-hidden />
            {t.review.retry}
          </Button>
        )}
        {actions.reject && (
          <Button onClick={actions.reject} disabled={busy} title="Alt+R">
            <RejectIcon aria-hidden />
            {t.review.reject}
          </Button>
        )}
        {actions.confirm && (
          <Button variant="primary" onClick={actions.confirm} disabled={busy} title="Ctrl+Enter">
            <ConfirmIcon aria-hidden />
            {queue.next === null ? t.review.confirm : t.review.confirmNext}
          </Button>
        )}
      </div>
    </header>
  );
}

function SaveNote({ state }: { state: SaveState }) {
  const { t } = useI18n();
  const { final, wrong } = useReview((review) => ({
    final: review.final,
    wrong: review.problems.size + Object.keys(review.draft.refused).length,
  }));
  const shown = final ? "confirming" : state;
  const text = {
    saved: t.review.saved,
    saving: t.review.saving,
    confirming: t.review.confirming,
    unsaved: t.review.unsaved,
    invalid: t.review.invalid(wrong),
    away: t.review.savedOffline,
    failed: t.review.notSaved,
  }[shown];
  return (
    <span className={styles["save"]} data-state={shown} role="status">
      {text}
    </span>
  );
}
