/** Another file in the place of one that could not be read: it is uploaded, and the invoice rejected in its favour. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { refreshInvoices } from "@/lib/invoices/refresh";
import { rejectInvoice } from "@/lib/invoices/reject-invoice";

interface Replacement {
  id: number;
  file: File;
}

/** Why nothing was replaced; the sentence is the server's. */
export class NotReplacedError extends Error {}

/** Gives the id of the invoice of the new file; of the same file once more, that of this invoice. */
async function replaceFile({ id, file }: Replacement): Promise<number> {
  const form = new FormData();
  form.append("file", file, file.name);
  const results = await bodyOf(
    api.POST("/api/invoices/ocr", { body: { file: [] }, bodySerializer: () => form }),
  );
  const taken = results.find(({ invoice_id }) => invoice_id !== null);
  if (taken?.invoice_id == null) throw new NotReplacedError(results[0]?.message);
  if (taken.invoice_id !== id) await rejectInvoice({ id, reason: "", replacedBy: taken.invoice_id });
  return taken.invoice_id;
}

export function useReplaceFile() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: replaceFile,
    onSettled: (_, __, { id }) => refreshInvoices(client, [id]),
  });
}
