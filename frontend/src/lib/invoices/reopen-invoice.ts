/** Reopens an invoice for review: POST /api/invoices/<id>/reopen. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { decided, ifSeen, type Decided } from "./decision";
import { refreshInvoices } from "./refresh";

interface Reopening {
  id: number;
  /** The version to take back: what somebody decided since then stays. */
  version: number | null;
  reason?: string;
}

export const reopenInvoice = ({ id, version, reason = "" }: Reopening): Promise<Decided> =>
  decided(
    api.POST("/api/invoices/{invoice_id}/reopen", {
      params: { path: { invoice_id: id } },
      headers: ifSeen(version),
      body: { reason: reason.trim() || null },
    }),
  );

export function useReopenInvoice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: reopenInvoice,
    onSettled: (_, __, { id }) => refreshInvoices(client, [id]),
  });
}
