/** The corrected data: PATCH /api/invoices/<id>/preview, on condition that nobody changed it meanwhile. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { ApiError } from "@/lib/api/errors";
import { keys } from "@/lib/api/keys";
import type { Invoice, InvoiceData, Place } from "@/lib/api/types";

interface Correction {
  id: number;
  version: number;
  data: InvoiceData;
  /** Where on the page a person took values from. */
  places: Record<string, Place>;
}

const savePreview = ({ id, version, data, places }: Correction): Promise<Invoice> =>
  bodyOf(
    api.PATCH("/api/invoices/{invoice_id}/preview", {
      params: { path: { invoice_id: id } },
      headers: { "If-Match": `"${version}"` },
      body: { preview_data: { ...data }, evidence: places },
    }),
  );

/** Whether the save failed because somebody else saved first. */
export const isConflict = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status === 412;

export function useSavePreview() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: savePreview,
    onSuccess: (invoice) => {
      client.setQueryData(keys.invoice(invoice.id), invoice);
      void client.invalidateQueries({ queryKey: keys.events(invoice.id) });
      void client.invalidateQueries({ queryKey: keys.lists });
    },
    onError: (error, { id }) => {
      // Fetch the other version: the conflict is shown with both.
      if (isConflict(error)) void client.invalidateQueries({ queryKey: keys.invoice(id) });
    },
  });
}
