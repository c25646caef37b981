/** Confirmed invoices: GET /api/invoices/data, and the totals of all of them: GET /api/invoices/data/totals. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { ConfirmedList, ConfirmedSort, Totals } from "@/lib/api/types";
import type { ConfirmedQuery, DataFilters } from "../search";

type PageQuery = ConfirmedQuery & {
  page?: number;
  per_page: number;
  sort_by?: ConfirmedSort;
  sort_order?: "asc" | "desc";
};

const fetchConfirmed = (query: PageQuery, signal: AbortSignal): Promise<ConfirmedList> =>
  bodyOf(api.GET("/api/invoices/data", { params: { query }, signal }));

const fetchTotals = (query: ConfirmedQuery, signal: AbortSignal): Promise<Totals> =>
  bodyOf(api.GET("/api/invoices/data/totals", { params: { query }, signal }));

const confirmedOptions = (query: PageQuery) => ({
  queryKey: keys.confirmed(query),
  queryFn: ({ signal }: { signal: AbortSignal }) => fetchConfirmed(query, signal),
  placeholderData: keepPreviousData,
});

export const useConfirmed = (query: PageQuery) => useQuery(confirmedOptions(query));

/** How many of these invoices no other system has yet: what an export of the new ones would take. */
export function useNew(filters: DataFilters): Pick<ConfirmedList, "total" | "total_is_exact"> | undefined {
  return useQuery(confirmedOptions({ ...filters, exported: false, per_page: 1 })).data;
}

export const useTotals = (query: ConfirmedQuery) =>
  useQuery({
    queryKey: keys.totals(query),
    queryFn: ({ signal }) => fetchTotals(query, signal),
    placeholderData: keepPreviousData,
  });
