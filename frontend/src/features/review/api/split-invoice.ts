/** Splits a file with several invoices: POST /api/invoices/<id>/split. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { SplitInvoice } from "@/lib/api/types";
import { decided, ifSeen, type Decided } from "@/lib/invoices/decision";
import { refreshInvoices } from "@/lib/invoices/refresh";
import type { Pages } from "../split-parts";

interface Splitting {
  id: number;
  version: number;
  parts: readonly Pages[];
}

const splitInvoice = ({ id, version, parts }: Splitting): Promise<SplitInvoice & Decided> =>
  decided<SplitInvoice>(
    api.POST("/api/invoices/{invoice_id}/split", {
      params: { path: { invoice_id: id } },
      headers: ifSeen(version),
      body: { parts: parts.map((pages) => [...pages]) },
    }),
  );

export function useSplitInvoice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: splitInvoice,
    onSettled: (_, __, { id }) => refreshInvoices(client, [id]),
  });
}
