/** One page of invoices: GET /api/invoices/. */
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { FilterQuery } from "./filters";
import type { InvoiceList, SortBy, Status } from "@/lib/api/types";

export interface ListQuery extends FilterQuery {
  page: number;
  per_page: number;
  status?: Status[];
  postponed?: boolean;
  sort_by?: SortBy;
  sort_order?: "asc" | "desc";
}

const fetchInvoices = (query: ListQuery, signal: AbortSignal): Promise<InvoiceList> =>
  bodyOf(api.GET("/api/invoices/", { params: { query }, signal }));

const invoicesQuery = (query: ListQuery) =>
  queryOptions({ queryKey: keys.list(query), queryFn: ({ signal }) => fetchInvoices(query, signal) });

/** The last page stays on the screen while the next one comes. */
export const useInvoices = (query: ListQuery) =>
  useQuery({ ...invoicesQuery(query), placeholderData: keepPreviousData });
