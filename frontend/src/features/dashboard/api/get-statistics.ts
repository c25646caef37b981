/** Figures for the dashboard: GET /api/invoices/statistics. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { Statistics } from "@/lib/api/types";

const fetchStatistics = (days: number, signal: AbortSignal): Promise<Statistics> =>
  bodyOf(api.GET("/api/invoices/statistics", { params: { query: { days } }, signal }));

export const useStatistics = (days: number) =>
  useQuery({
    queryKey: keys.statistics(days),
    queryFn: ({ signal }) => fetchStatistics(days, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
