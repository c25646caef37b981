/** Confirmed invoices: GET /api/invoices/data. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { ConfirmedList } from "@/lib/api/types";

interface ConfirmedQuery {
  page: number;
  per_page: number;
  op_number?: string;
}

const fetchConfirmed = (query: ConfirmedQuery, signal: AbortSignal): Promise<ConfirmedList> =>
  bodyOf(api.GET("/api/invoices/data", { params: { query }, signal }));

export const useConfirmed = (query: ConfirmedQuery) =>
  useQuery({
    queryKey: keys.confirmed(query),
    queryFn: ({ signal }) => fetchConfirmed(query, signal),
    placeholderData: keepPreviousData,
  });
