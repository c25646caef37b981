/** How many invoices have which status: GET /api/invoices/status-summary/. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { StatusCounts } from "@/lib/api/types";

const fetchSummary = (signal: AbortSignal): Promise<{ summary: StatusCounts }> =>
  bodyOf(api.GET("/api/invoices/status-summary/", { signal }));

const summaryQuery = queryOptions({
  queryKey: keys.summary,
  queryFn: ({ signal }) => fetchSummary(signal),
  select: (answer) => answer.summary,
});

export const useStatusSummary = () => useQuery(summaryQuery);
