/** Says that two invoices that look like one are two, or takes that back: POST /api/invoices/<id>/tell-apart. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { refreshInvoices } from "@/lib/invoices/refresh";

interface Telling {
  id: number;
  otherId: number;
  apart: boolean;
}

const tellApart = ({ id, otherId, apart }: Telling) =>
  bodyOf(
    api.POST("/api/invoices/{invoice_id}/tell-apart", {
      params: { path: { invoice_id: id } },
      body: { invoice_id: otherId, apart },
    }),
  );

export function useTellApart() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: tellApart,
    onSettled: (_, __, { id, otherId }) => refreshInvoices(client, [id, otherId]),
  });
}
