/** The data is right: POST /api/invoices/<id>/confirm. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import type { Decision } from "@/lib/api/types";
import { refreshInvoices } from "./refresh";

const confirmInvoice = (id: number): Promise<Decision> =>
  bodyOf(api.POST("/api/invoices/{invoice_id}/confirm", { params: { path: { invoice_id: id } } }));

export function useConfirmInvoice() {
  const client = useQueryClient();
  return useMutation({ mutationFn: confirmInvoice, onSettled: (_, __, id) => refreshInvoices(client, [id]) });
}
