/** Confirmed invoices: GET /api/invoices/data, and the totals of all of them: GET /api/invoices/data/totals. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { ConfirmedList, Totals } from "@/lib/api/types";
import type { ConfirmedQuery } from "../search";

type PageQuery = ConfirmedQuery & { page: number; per_page: number };

const fetchConfirmed = (query: PageQuery, signal: AbortSignal): Promise<ConfirmedList> =>
  bodyOf(api.GET("/api/invoices/data", { params: { query }, signal }));

const fetchTotals = (query: ConfirmedQuery, signal: AbortSignal): Promise<Totals> =>
  bodyOf(api.GET("/api/invoices/data/totals", { params: { query }, signal }));

export const useConfirmed = (query: PageQuery) =>
  useQuery({
    queryKey: keys.confirmed(query),
    queryFn: ({ signal }) => fetchConfirmed(query, signal),
    placeholderData: keepPreviousData,
  });

export const useTotals = (query: ConfirmedQuery) =>
  useQuery({
    queryKey: keys.totals(query),
    queryFn: ({ signal }) => fetchTotals(query, signal),
    placeholderData: keepPreviousData,
  });
