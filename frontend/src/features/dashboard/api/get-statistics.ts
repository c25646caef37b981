/** Figures for the dashboard: GET /api/invoices/statistics. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { Statistics } from "@/lib/api/types";

interface Wanted {
  days: number;
  /** Only amounts in this one; null: in all of them. */
  currency: string | null;
}

const fetchStatistics = ({ days, currency }: Wanted, signal: AbortSignal): Promise<Statistics> =>
  bodyOf(
    api.GET("/api/invoices/statistics", {
      params: { query: { days, ...(currency ? { currency } : {}) } },
      signal,
    }),
  );

export const useStatistics = (wanted: Wanted) =>
  useQuery({
    queryKey: keys.statistics(wanted),
    queryFn: ({ signal }) => fetchStatistics(wanted, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
