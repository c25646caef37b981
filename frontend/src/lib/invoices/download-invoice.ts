/** The file as it was uploaded: GET /api/invoices/<id>/download. */
import { useMutation } from "@tanstack/react-query";
import { fetchBlob } from "@/lib/api/client";
import { saveAs } from "@/lib/save-as";

async function downloadInvoice({ id, filename }: { id: number; filename: string }): Promise<void> {
  saveAs(await fetchBlob(`/api/invoices/${id}/download`), filename);
}

export const useDownloadInvoice = () => useMutation({ mutationFn: downloadInvoice });
