/** Confirmed invoices as a file: GET /api/invoices/export. */
import { useMutation } from "@tanstack/react-query";
import { fetchBlob } from "@/lib/api/client";
import { saveAs } from "@/lib/save-as";
import type { ConfirmedQuery } from "../search";

export const FORMATS = ["csv", "xlsx", "jsonl"] as const;
type Format = (typeof FORMATS)[number];

interface Export {
  format: Format;
  which: ConfirmedQuery;
}

async function exportConfirmed({ format, which }: Export): Promise<void> {
  const query = new URLSearchParams({ format, ...which });
  const day = new Date().toISOString().slice(0, 10);
  saveAs(await fetchBlob(`/api/invoices/export?${query}`), `invoices-${day}.${format}`);
}

export const useExportConfirmed = () => useMutation({ mutationFn: exportConfirmed });
