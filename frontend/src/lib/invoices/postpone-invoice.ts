/** Puts a review off until a day, or takes that back: POST /api/invoices/<id>/postpone. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import type { Decision } from "@/lib/api/types";
import { refreshInvoices } from "./refresh";

interface Postponing {
  id: number;
  /** An ISO day; null: to be reviewed now. */
  until: string | null;
}

export const postponeInvoice = ({ id, until }: Postponing): Promise<Decision> =>
  bodyOf(
    api.POST("/api/invoices/{invoice_id}/postpone", {
      params: { path: { invoice_id: id } },
      body: { until },
    }),
  );

export function usePostponeInvoice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: postponeInvoice,
    onSettled: (_, __, { id }) => refreshInvoices(client, [id]),
  });
}
