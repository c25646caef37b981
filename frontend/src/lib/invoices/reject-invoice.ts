/** Rejects an invoice: POST /api/invoices/<id>/reject. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { decided, type Decided } from "./decision";
import { refreshInvoices } from "./refresh";

interface Rejection {
  id: number;
  reason: string;
  /** The invoice that has taken its place. */
  replacedBy?: number;
}

export const rejectInvoice = ({ id, reason, replacedBy }: Rejection): Promise<Decided> =>
  decided(
    api.POST("/api/invoices/{invoice_id}/reject", {
      params: { path: { invoice_id: id } },
      body: { reason: reason.trim() || null, replaced_by: replacedBy ?? null },
    }),
  );

export function useRejectInvoice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: rejectInvoice,
    onSettled: (_, __, { id }) => refreshInvoices(client, [id]),
  });
}
