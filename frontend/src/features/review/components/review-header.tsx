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
import { Kbd } from "@/lib/ui/kbd";
import { Menu, MenuItem } from "@/lib/ui/menu";
import { StatusBadge } from "@/lib/ui/status-badge";
import { useErrorText } from "@/lib/i18n/error-text";
import { useToast } from "@/lib/ui/toasts";
import { CONFIRM_ID } from "../check-flow";
import type { SaveState } from "../draft/use-draft";
import type { ReviewQueue } from "../queue/use-review-queue";
import type { ReviewSearch } from "../search";
import type { Actions } from "../use-review-actions";
import { useSaveExpressed, type SavedForm } from "../api/express-invoice";
import { BackLink } from "./back-link";
import { FactsTitle } from "./facts-strip";
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
  onChoose: (pointer: string) => void;
}

export function ReviewHeader({ invoice, queue, search, saveState, busy, actions, onChoose }: Props) {
  const { t } = useI18n();
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate: download } = useDownloadInvoice();
  const { mutate: save } = useSaveExpressed();
  const express = (form: SavedForm) =>
    save({ id: invoice.id, form }, { onError: (error) => toast({ text: errorText(error), kind: "error" }) });
  return (
    <header className={styles["header"]}>
      <BackLink search={search} />
      <div className={styles["title"]}>
        <FactsTitle filename={invoice.filename} onChoose={onChoose} />
        <div className={styles["state"]}>
          <StatusBadge status={invoice.status} />
          {saveState && <SaveNote state={saveState} />}
          {/* Of a file without data it is the title. */}
          {(invoice.preview_data ?? invoice.final_data) && (
            <small title={invoice.filename}>{invoice.filename}</small>
          )}
        </div>
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
          {invoice.status === "processed" && (
            <>
              <MenuItem onClick={() => express("ubl")}>
                <DownloadIcon aria-hidden />
                UBL
              </MenuItem>
              <MenuItem onClick={() => express("facturx")}>
                <DownloadIcon aria-hidden />
                Factur-X
              </MenuItem>
            </>
          )}
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
          <Button
            className={styles["decision"]}
            onClick={actions.reject}
            disabled={busy}
            aria-keyshortcuts="Alt+R"
          >
            <RejectIcon aria-hidden />
            {t.review.reject}
            <ButtonKeys keys="Alt+R" />
          </Button>
        )}
        {actions.confirm && (
          <ConfirmButton run={actions.confirm} busy={busy}>
            {queue.next === null ? t.review.confirm : t.review.confirmNext}
          </ConfirmButton>
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
    <span className={styles["save"]} data-state={shown} role="status" title={text}>
      {text}
    </span>
  );
}

/** The end of the way through the fields. It stays enabled while it works, or it would lose the focus. */
function ConfirmButton({ run, busy, children }: { run: () => void; busy: boolean; children: string }) {
  return (
    <Button
      id={CONFIRM_ID}
      className={styles["decision"]}
      variant="primary"
      aria-disabled={busy}
      aria-keyshortcuts="Control+Enter"
      onClick={() => !busy && run()}
      onKeyDown={(event) => {
        // A key that is held down must not confirm the next invoice, which nobody has seen.
        if (event.repeat) event.preventDefault();
      }}
    >
      <ConfirmIcon aria-hidden />
      {children}
      <ButtonKeys keys="Mod+Enter" />
    </Button>
  );
}

/** The keys that do the same; the button says them to screen readers itself. */
function ButtonKeys({ keys }: { keys: string }) {
  return (
    <span className={styles["keys"]} aria-hidden>
      <Kbd keys={keys} />
    </span>
  );
}
