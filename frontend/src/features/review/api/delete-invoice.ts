/** Deletes an invoice permanently: DELETE /api/invoices/<id>. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import { refreshInvoices } from "@/lib/invoices/refresh";

const deleteInvoice = (id: number): Promise<unknown> =>
  bodyOf(api.DELETE("/api/invoices/{invoice_id}", { params: { path: { invoice_id: id } } }));

export function useDeleteInvoice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deleteInvoice,
    onSuccess: (_, id) => {
      client.removeQueries({ queryKey: keys.everythingOf(id) });
      refreshInvoices(client, []);
    },
  });
}
