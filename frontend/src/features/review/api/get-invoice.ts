/** One invoice with its data, evidence and findings: GET /api/invoices/<id>. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { Invoice } from "@/lib/api/types";

const fetchInvoice = (id: number, signal: AbortSignal): Promise<Invoice> =>
  bodyOf(api.GET("/api/invoices/{invoice_id}", { params: { path: { invoice_id: id } }, signal }));

export const invoiceQuery = (id: number) =>
  queryOptions({ queryKey: keys.invoice(id), queryFn: ({ signal }) => fetchInvoice(id, signal) });

export const useInvoice = (id: number) => useQuery(invoiceQuery(id));
