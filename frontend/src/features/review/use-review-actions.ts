/** Everything a person may do with the invoice: its calls, where they lead, and what is asked before. */
import { useState } from "react";
import type { Invoice } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { canReject, canReopen, canRetry } from "@/lib/invoices/decidable";
import type { Decided } from "@/lib/invoices/decision";
import { useRejectInvoice } from "@/lib/invoices/reject-invoice";
import { useReopenInvoice } from "@/lib/invoices/reopen-invoice";
import { useRetryInvoice } from "@/lib/invoices/retry-invoice";
import { useUndo } from "@/lib/invoices/undo-decision";
import { useMay } from "@/lib/session/me";
import { useSelected } from "@/lib/store";
import { UNTIL_CLOSED, useToast } from "@/lib/ui/toasts";
import { useDeleteInvoice } from "./api/delete-invoice";
import { useSplitInvoice } from "./api/split-invoice";
import { useConfirming, type Confirming } from "./confirming";
import type { Settled } from "./draft/use-draft";
import { nameOf } from "./facts";
import { isReadOnly, type ReviewStore } from "./review-store";
import type { ReviewSearch } from "./search";
import { goneOnTo } from "./queue/unseen";
import { useQueueActions, type QueueActions } from "./queue/use-queue-actions";
import type { ReviewQueue } from "./queue/use-review-queue";
import type { Pages } from "./split-parts";

/** What is asked before it is done. */
export type Asking = "reject" | "reopen" | "delete" | null;

/** Null: not possible now, or not allowed. */
export interface Actions {
  confirm: (() => void) | null;
  reject: (() => void) | null;
  reopen: (() => void) | null;
  retry: (() => void) | null;
  remove: (() => void) | null;
  split: ((parts: readonly Pages[]) => void) | null;
  /** Rejects at once, for the reason given. */
  rejectFor: ((reason: string) => void) | null;
  undo: (() => void) | null;
  redo: (() => void) | null;
  queue: QueueActions;
}

export interface ReviewActions {
  actions: Actions;
  busy: boolean;
  confirming: Confirming;
  asking: Asking;
  /** The answers to what was asked. */
  answer: {
    cancel: () => void;
    reject: (reason: string) => void;
    reopen: (reason: string) => void;
    remove: () => void;
  };
}

interface Options {
  invoice: Invoice;
  store: ReviewStore;
  settle: () => Promise<Settled>;
  queue: ReviewQueue;
  search: ReviewSearch;
  /** Leads to the field of a value. */
  choose: (pointer: string) => void;
}

export function useReviewActions({ invoice, store, settle, queue, search, choose }: Options): ReviewActions {
  const { t } = useI18n();
  const { next } = queue;
  const toast = useToast();
  const errorText = useErrorText();
  const { go, settled, ...ways } = useQueueActions(invoice, queue, search);
  const may = useMay();
  const { offer, expect } = useUndo();
  const [asking, setAsking] = useState<Asking>(null);
  const reject = useRejectInvoice();
  const reopen = useReopenInvoice();
  const retry = useRetryInvoice();
  const remove = useDeleteInvoice();
  const split = useSplitInvoice();
  const { editable, changeable, undoable, redoable } = useSelected(store, (state) => ({
    editable: state.known.editable,
    changeable: !isReadOnly(state),
    undoable: state.draft.past.length > 0,
    redoable: state.draft.future.length > 0,
  }));

  const failed = (error: Error) => toast({ text: errorText(error), kind: "error" });

  /** Goes to the next invoice; for ten seconds, Undo reopens this one. */
  const leaveDecided = (text: string, decision: Decided, here = true) => {
    const waited = invoice.status === "waiting_validation";
    offer({ text, decisions: waited ? [decision] : [], onUndone: () => go(invoice.id) });
    settled(here);
  };

  const confirming = useConfirming({
    id: invoice.id,
    store,
    settle,
    onInvalid: choose,
    onConfirmed: (decision, here) => leaveDecided(t.review.confirmed, decision, here),
    onSent:
      next === null
        ? null
        : (confirmed) => {
            expect(confirmed);
            goneOnTo(next);
            go(next);
          },
    onRefused: (reason) =>
      toast({
        text: t.review.refusedBehind(nameOf(store.get().data) ?? invoice.filename, reason),
        kind: "error",
        duration: UNTIL_CLOSED,
        action: { label: t.review.backToIt, run: () => go(invoice.id) },
      }),
  });
  const busy =
    confirming.busy || [reject, reopen, retry, remove, split].some((mutation) => mutation.isPending);

  const rejectFor = (reason: string) => {
    setAsking(null);
    reject.mutate(
      { id: invoice.id, reason },
      { onSuccess: (decision) => leaveDecided(t.review.rejected, decision), onError: failed },
    );
  };
  const reopenFor = (reason: string) => {
    setAsking(null);
    reopen.mutate(
      { id: invoice.id, version: invoice.version, reason },
      { onSuccess: () => toast({ text: t.undo.takenBack(1) }), onError: failed },
    );
  };
  const removeNow = () => {
    setAsking(null);
    remove.mutate(invoice.id, {
      onSuccess: () => {
        toast({ text: t.review.deleted });
        settled(true);
      },
      onError: failed,
    });
  };
  const retryNow = () =>
    retry.mutate(invoice.id, { onSuccess: () => toast({ text: t.review.retried }), onError: failed });
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

  const offered = <Run>(possible: boolean, run: Run) => (possible ? run : null);
  const rejectable = canReject(invoice.status) && may("reject");
  const reopenable = canReopen(invoice.status) && invoice.preview_data !== null && may("reopen");
  return {
    actions: {
      confirm: offered(editable && may("confirm"), confirming.start),
      reject: offered(rejectable, () => setAsking("reject")),
      rejectFor: offered(rejectable, rejectFor),
      reopen: offered(reopenable, () => setAsking("reopen")),
      retry: offered(canRetry(invoice.status) && may("retry"), retryNow),
      remove: offered(may("delete"), () => setAsking("delete")),
      split: offered(editable && may("split") && !busy, splitNow),
      undo: offered(changeable && undoable, () => store.dispatch({ type: "undone" })),
      redo: offered(changeable && redoable, () => store.dispatch({ type: "redone" })),
      queue: { go, settled, ...ways },
    },
    busy,
    confirming,
    asking,
    answer: { cancel: () => setAsking(null), reject: rejectFor, reopen: reopenFor, remove: removeNow },
  };
}
