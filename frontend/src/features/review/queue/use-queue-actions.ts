/** Where the review goes from an invoice: on, back, past it, or on after it was put off. */
import { useNavigate } from "@tanstack/react-router";
import type { Invoice } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { usePostponeInvoice } from "@/lib/invoices/postpone-invoice";
import { useMay } from "@/lib/session/me";
import { useToast } from "@/lib/ui/toasts";
import type { ReviewSearch } from "../search";
import { settling, skipping, usePass } from "./pass";
import type { ReviewQueue } from "./use-review-queue";

/** The address of the end, in place of an invoice's id. */
export const END = "end";

/** Null: not possible now, or not allowed. */
export interface QueueActions {
  go: (id: number | null) => void;
  previous: (() => void) | null;
  /** Past an invoice that waits: it is skipped. */
  next: (() => void) | null;
  postpone: ((until: string | null) => void) | null;
  /** The invoice needs nobody any more; on from it if it is still shown. */
  settled: (shown: boolean) => void;
}

export function useQueueActions(invoice: Invoice, queue: ReviewQueue, search: ReviewSearch): QueueActions {
  const { t, f } = useI18n();
  const toast = useToast();
  const errorText = useErrorText();
  const navigate = useNavigate();
  const may = useMay();
  const pass = usePass();
  const postpone = usePostponeInvoice();
  const waits = invoice.status === "waiting_validation";

  const open = (invoiceId: string) =>
    void navigate({ to: "/review/$invoiceId", params: { invoiceId }, search });
  const go = (id: number | null) => {
    if (id !== null) open(String(id));
  };
  const leave = () => {
    queue.following().then(
      (next) => open(next === null ? END : String(next)),
      () => void navigate({ to: "/inbox", search }), // what is next cannot be told now
    );
  };
  const settled = (shown: boolean) => {
    pass.set(settling(pass.get(), invoice.id));
    if (shown) leave();
  };
  const skip = () => {
    pass.set(skipping(pass.get(), invoice.id));
    leave();
  };

  const failed = (error: Error) => toast({ text: errorText(error), kind: "error" });
  const takeBack = () =>
    postpone.mutate({ id: invoice.id, until: null }, { onSuccess: () => go(invoice.id), onError: failed });
  const postponeTo = (until: string | null) =>
    postpone.mutate(
      { id: invoice.id, until },
      {
        onSuccess: () => {
          if (until === null) {
            toast({ text: t.review.postpone.takenBack });
            return;
          }
          toast({
            text: `${t.review.postpone.until(f.date(until))}.`,
            action: { label: t.action.undo, run: takeBack },
          });
          settled(true);
        },
        onError: failed,
      },
    );

  return {
    go,
    previous: queue.previous === null ? null : () => go(queue.previous),
    next: waits ? skip : queue.next === null ? null : () => go(queue.next),
    postpone: waits && may("postpone") && !postpone.isPending ? postponeTo : null,
    settled,
  };
}
