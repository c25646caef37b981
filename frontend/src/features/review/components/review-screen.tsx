/** One invoice: the page beside its data, and everything a person may do with it. */
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import type { Evidence, Finding, Invoice, Word } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { pointerName } from "@/lib/i18n/field-text";
import { canReject, canReopen, canRetry } from "@/lib/invoices/decidable";
import type { Decided } from "@/lib/invoices/decision";
import { ReasonDialog } from "@/lib/invoices/reason-dialog";
import { RejectDialog } from "@/lib/invoices/reject-dialog";
import { useRejectInvoice } from "@/lib/invoices/reject-invoice";
import { useReopenInvoice } from "@/lib/invoices/reopen-invoice";
import { useRetryInvoice } from "@/lib/invoices/retry-invoice";
import { useUndo } from "@/lib/invoices/undo-decision";
import { valueAt } from "@/lib/json-pointer";
import { useMay } from "@/lib/session/me";
import { useShortcuts } from "@/lib/shortcuts";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { useToast } from "@/lib/ui/toasts";
import { useDeleteInvoice } from "../api/delete-invoice";
import { useText } from "../api/get-text";
import { usePrefetchReview, useReviewQueue } from "../api/review-queue";
import { useSplitInvoice } from "../api/split-invoice";
import { useConfirming } from "../confirming";
import { alternativesOf, taken } from "../alternatives";
import { fieldsToCheck } from "../draft/fields-to-check";
import { useDraft } from "../draft/use-draft";
import { shownData } from "../empty-data";
import { around } from "../geometry";
import type { ReviewSearch } from "../search";
import { pickedValue } from "../picked-value";
import type { Pages } from "../split-parts";
import { textOf } from "../words";
import { ConfirmAnywayDialog } from "./confirm-anyway-dialog";
import { ConflictDialog } from "./conflict-dialog";
import { DataPane, type Pane } from "./data-pane";
import { PageViewer } from "./page-viewer";
import { inputId, ReviewContext, type Review } from "./review-context";
import { ReviewHeader, type Actions } from "./review-header";
import styles from "./review.module.css";

const NO_EVIDENCE: Readonly<Record<string, Evidence>> = {};
const NO_FINDINGS: readonly Finding[] = [];

type Asking = "reject" | "reopen" | "delete" | null;

export function ReviewScreen({ invoice, search }: { invoice: Invoice; search: ReviewSearch }) {
  const { t, f } = useI18n();
  const toast = useToast();
  const errorText = useErrorText();
  const navigate = useNavigate();
  const may = useMay();

  const editable = invoice.status === "waiting_validation" && may("correct");
  const serverData = shownData(invoice);
  const edit = useDraft(invoice, serverData, editable);
  const { draft, dispatch, problems } = edit;
  const data = editable ? draft.present : serverData;
  const evidence = invoice.evidence ?? NO_EVIDENCE;
  const findings = invoice.checks ?? NO_FINDINGS;

  const [active, setActive] = useState<string | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const [page, setPage] = useState(1);
  const [picking, setPicking] = useState(false);
  const [pane, setPane] = useState<Pane>("fields");
  const [asking, setAsking] = useState<Asking>(null);
  const [width, setWidth] = useState<number | null>(null);

  const text = useText(invoice.id, invoice.status !== "processing");
  const queue = useReviewQueue(invoice.id, search);
  usePrefetchReview(editable ? queue.next : null, width);
  const { offer } = useUndo();
  const reject = useRejectInvoice();
  const reopen = useReopenInvoice();
  const retry = useRetryInvoice();
  const remove = useDeleteInvoice();
  const split = useSplitInvoice();
  const pageCount = invoice.page_count ?? text.data?.pages.length ?? 0;

  const activate = useCallback(
    (pointer: string) => {
      setActive(pointer);
      const place = evidence[pointer] ?? evidence[`${pointer}/0`];
      if (place?.page) setPage(place.page);
    },
    [evidence],
  );

  /** Focuses the field of a value, even if it is not shown yet. */
  const choose = useCallback(
    (pointer: string) => {
      const target = /\/operation_codes\/\d+$/.test(pointer) ? pointer.replace(/\/\d+$/, "") : pointer;
      setPane("fields");
      activate(target);
      focusWhenDrawn(target);
    },
    [activate],
  );

  const toCheck = useMemo(
    () => fieldsToCheck({ data, evidence, findings, refused: draft.refused, problems }),
    [data, evidence, findings, draft.refused, problems],
  );
  const goToNextCheck = (step: 1 | -1) => {
    const at = active === null ? -1 : toCheck.indexOf(active);
    const index =
      at < 0 ? (step > 0 ? 0 : toCheck.length - 1) : (at + step + toCheck.length) % toCheck.length;
    const pointer = toCheck[index];
    if (pointer !== undefined) choose(pointer);
  };

  const failed = (error: Error) => toast({ text: errorText(error), kind: "error" });
  const go = (id: number | null) => {
    if (id !== null) void navigate({ to: "/review/$invoiceId", params: { invoiceId: String(id) }, search });
  };
  const leave = () => {
    if (queue.next !== null) go(queue.next);
    else void navigate({ to: "/inbox", search });
  };

  /** Goes to the next invoice; for ten seconds, Undo reopens this one. */
  const leaveDecided = (text: string, decision: Decided, here = true) => {
    const waited = invoice.status === "waiting_validation";
    offer({ text, decisions: waited ? [decision] : [], onUndone: () => go(invoice.id) });
    if (here) leave();
  };

  const confirming = useConfirming({
    id: invoice.id,
    edit,
    onInvalid: choose,
    onConfirmed: (decision, here) => leaveDecided(t.review.confirmed, decision, here),
  });
  const busy =
    confirming.busy || [reject, reopen, retry, remove, split].some((mutation) => mutation.isPending);
  const readOnly = !editable || confirming.final;
  const lookAgain = () => {
    const first = confirming.question?.findings.find(({ level }) => level === "error")?.pointers[0];
    confirming.dismiss();
    if (first !== undefined) choose(first);
  };

  const rejectNow = (reason: string) => {
    setAsking(null);
    reject.mutate(
      { id: invoice.id, reason },
      { onSuccess: (decision) => leaveDecided(t.review.rejected, decision), onError: failed },
    );
  };

  const splitNow = (parts: readonly Pages[]) =>
    split.mutate(
      { id: invoice.id, version: invoice.version, parts },
      {
        onSuccess: (decision) => {
          offer({
            text: t.review.split.done(decision.children.length),
            decisions: [decision],
            onUndone: () => go(invoice.id),
          });
          go(decision.children[0] ?? null);
        },
        onError: failed,
      },
    );

  const takeAlternative = () => {
    if (active === null || readOnly) return;
    const [next] = alternativesOf(active, data, draft.original, evidence);
    if (next) dispatch(taken(active, next));
  };

  const offered = <Run,>(possible: boolean, run: Run) => (possible ? run : null);
  const actions: Actions = {
    confirm: offered(editable && may("confirm"), confirming.start),
    reject: offered(canReject(invoice.status) && may("reject"), () => setAsking("reject")),
    reopen: offered(canReopen(invoice.status) && invoice.preview_data !== null && may("reopen"), () =>
      setAsking("reopen"),
    ),
    retry: offered(canRetry(invoice.status) && may("retry"), () =>
      retry.mutate(invoice.id, { onSuccess: () => toast({ text: t.review.retried }), onError: failed }),
    ),
    remove: offered(may("delete"), () => setAsking("delete")),
    undo: offered(!readOnly && draft.past.length > 0, () => dispatch({ type: "undone" })),
    redo: offered(!readOnly && draft.future.length > 0, () => dispatch({ type: "redone" })),
    go,
  };

  useShortcuts(t.review.group.invoice, [
    { keys: "Mod+Enter", label: t.shortcuts.confirm, run: () => actions.confirm?.() },
    { keys: "Alt+KeyR", label: t.review.reject, run: () => actions.reject?.() },
    { keys: "Alt+KeyG", label: t.review.retry, run: () => actions.retry?.() },
    { keys: "Mod+z", label: t.action.undo, run: () => actions.undo?.() },
    { keys: "Mod+Shift+z", label: t.action.redo, run: () => actions.redo?.() },
    { keys: "Mod+y", label: t.action.redo, run: () => actions.redo?.(), hidden: true },
    { keys: "Alt+ArrowDown", label: t.shortcuts.nextToCheck, run: () => goToNextCheck(1) },
    { keys: "Alt+ArrowUp", label: t.shortcuts.previousToCheck, run: () => goToNextCheck(-1) },
    { keys: "Alt+KeyB", label: t.shortcuts.pick, run: () => !readOnly && setPicking(!picking) },
    { keys: "Alt+KeyA", label: t.shortcuts.alternative, run: takeAlternative },
    { keys: "Alt+KeyN", label: t.review.nextInvoice, run: () => go(queue.next) },
    { keys: "Alt+KeyP", label: t.review.previousInvoice, run: () => go(queue.previous) },
    { keys: "Escape", label: t.shortcuts.leave, run: leaveField },
  ]);

  const take = (words: readonly Word[], onPage: number) => {
    if (active === null || readOnly) return;
    const box = around(words.map((word) => word.box));
    if (words.length === 0 || box === null) {
      toast({ text: t.review.page.pickNothing });
      return;
    }
    const printed = textOf(words);
    dispatch({
      type: "picked",
      pointer: active,
      value: pickedValue(active, printed, valueAt(data, active), f.locale),
      place: { page: onPage, box, text: printed },
    });
    setPicking(false);
    focusWhenDrawn(active);
  };

  const review = useMemo<Review>(
    () => ({
      data,
      original: editable ? draft.original : data,
      evidence,
      findings,
      refused: draft.refused,
      problems,
      readOnly,
      dispatch,
      active,
      activate,
      hover: setHovered,
    }),
    [
      data,
      editable,
      readOnly,
      draft.original,
      evidence,
      findings,
      draft.refused,
      problems,
      dispatch,
      active,
      activate,
    ],
  );

  return (
    <ReviewContext value={review}>
      <div className={styles["screen"]} data-pane={pane}>
        <ReviewHeader
          invoice={invoice}
          queue={queue}
          search={search}
          saveState={!editable ? null : confirming.final ? "confirming" : edit.saveState}
          wrong={problems.size + Object.keys(draft.refused).length}
          busy={busy}
          actions={actions}
        />
        <div className={styles["panes"]}>
          <PageViewer
            invoiceId={invoice.id}
            pageCount={pageCount}
            text={text.data}
            data={data}
            evidence={evidence}
            page={page}
            onPage={setPage}
            active={active}
            hovered={hovered}
            onHover={setHovered}
            onChoose={choose}
            picking={picking}
            onPicking={(next) => !readOnly && setPicking(next)}
            pickFor={active === null ? null : pointerName(active, t)}
            onPick={take}
            onWidth={setWidth}
          />
          <DataPane
            invoice={invoice}
            pane={pane}
            onPane={setPane}
            text={text}
            page={page}
            restored={edit.restored && edit.saveState !== "saved"}
            onChoose={choose}
            onReject={offered(canReject(invoice.status) && may("reject"), rejectNow)}
            onSplit={offered(editable && may("split") && !busy, splitNow)}
          />
        </div>
      </div>
      {asking === "reject" && (
        <RejectDialog count={1} onCancel={() => setAsking(null)} onReject={rejectNow} />
      )}
      {asking === "reopen" && (
        <ReasonDialog
          title={t.review.reopenTitle}
          hint={t.review.reopenHint[invoice.status === "processed" ? "processed" : "rejected"]}
          placeholder={t.review.reopenPlaceholder}
          verb={t.review.reopen}
          onCancel={() => setAsking(null)}
          onGiven={(reason) => {
            setAsking(null);
            reopen.mutate(
              { id: invoice.id, version: invoice.version, reason },
              { onSuccess: () => toast({ text: t.undo.takenBack(1) }), onError: failed },
            );
          }}
        />
      )}
      {confirming.question && (
        <ConfirmAnywayDialog
          findings={confirming.question.findings}
          onLook={lookAgain}
          onConfirm={confirming.accept}
        />
      )}
      {asking === "delete" && (
        <Dialog
          open
          onClose={() => setAsking(null)}
          title={t.review.deleteTitle}
          hint={t.review.deleteHint}
          actions={
            <>
              <Button onClick={() => setAsking(null)}>{t.action.cancel}</Button>
              <Button
                variant="danger"
                onClick={() => {
                  setAsking(null);
                  remove.mutate(invoice.id, {
                    onSuccess: () => {
                      toast({ text: t.review.deleted });
                      leave();
                    },
                    onError: failed,
                  });
                }}
              >
                {t.review.delete}
              </Button>
            </>
          }
        />
      )}
      {edit.conflicts.length > 0 ? (
        <ConflictDialog
          key={invoice.version}
          differences={edit.conflicts}
          theirs={serverData}
          status={invoice.status}
          onResolve={(resolved) =>
            dispatch({ type: "resolved", data: resolved, server: serverData, version: invoice.version })
          }
        />
      ) : (
        confirming.overtaken && (
          <ConflictDialog
            differences={confirming.overtaken.differences}
            theirs={shownData(confirming.overtaken.newer)}
            status={confirming.overtaken.newer.status}
            onResolve={(resolved) => {
              const { newer } = confirming.overtaken ?? {};
              confirming.dismiss();
              if (newer) {
                dispatch({
                  type: "resolved",
                  data: resolved,
                  server: shownData(newer),
                  version: newer.version,
                });
              }
            }}
          />
        )
      )}
    </ReviewContext>
  );
}

function leaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** The input may appear with a later render (another tab, a row far down, a hidden field): look for it for a few frames. */
function focusWhenDrawn(pointer: string, frames = 12): void {
  const input = document.getElementById(inputId(pointer));
  if (input) {
    input.focus({ preventScroll: true });
    input.scrollIntoView({ block: "nearest" });
    if (input instanceof HTMLInputElement) input.select();
  } else if (frames > 0) {
    requestAnimationFrame(() => focusWhenDrawn(pointer, frames - 1));
  }
}
