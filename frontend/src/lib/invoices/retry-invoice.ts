/** Has an invoice read again: POST /api/invoices/<id>/retry. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import type { Decision } from "@/lib/api/types";
import { refreshInvoices } from "./refresh";

export const retryInvoice = (id: number): Promise<Decision> =>
  bodyOf(api.POST("/api/invoices/{invoice_id}/retry", { params: { path: { invoice_id: id } } }));

export function useRetryInvoice() {
  const client = useQueryClient();
  return useMutation({ mutationFn: retryInvoice, onSettled: (_, __, id) => refreshInvoices(client, [id]) });
}
