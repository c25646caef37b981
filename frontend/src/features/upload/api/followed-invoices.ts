/** How the invoices just uploaded are doing: the newest page of GET /api/invoices/, kept fresh by the live events. */
import { useInvoices } from "@/lib/invoices/list-invoices";
import type { InvoiceRow } from "@/lib/api/types";

export function useFollowedInvoices(): ReadonlyMap<number, InvoiceRow> {
  const { data } = useInvoices({ page: 1, per_page: 100, sort_by: "created_at", sort_order: "desc" });
  return new Map(data?.invoices.map((invoice) => [invoice.id, invoice]));
}
