/** What an invoice is called and filed under: PATCH /api/invoices/<id>/labels. What is left out stays as it is. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { Invoice } from "@/lib/api/types";
import { refreshLists } from "@/lib/invoices/refresh";

export type LabelChanges = Partial<Pick<Invoice, "reference" | "tags" | "company">>;

interface Labelling {
  id: number;
  changes: LabelChanges;
}

const labelInvoice = ({ id, changes }: Labelling): Promise<Invoice> =>
  bodyOf(
    api.PATCH("/api/invoices/{invoice_id}/labels", {
      params: { path: { invoice_id: id } },
      // The schema names what a missing value means, not that it may be missing.
      body: changes as Required<LabelChanges>,
    }),
  );

export function useLabelInvoice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: labelInvoice,
    // One after the other: the tags are sent as a whole.
    scope: { id: "label-invoice" },
    onSuccess: (invoice) => {
      client.setQueryData(keys.invoice(invoice.id), invoice);
      void client.invalidateQueries({ queryKey: keys.events(invoice.id) });
      refreshLists(client);
    },
  });
}
