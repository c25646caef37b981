/** How many invoices have which status: GET /api/invoices/status-summary/. */
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { StatusSummary } from "@/lib/api/types";
import type { FilterQuery } from "./filters";

const fetchSummary = (query: FilterQuery, signal: AbortSignal): Promise<StatusSummary> =>
  bodyOf(api.GET("/api/invoices/status-summary/", { params: { query }, signal }));

const summaryQuery = (query: FilterQuery) =>
  queryOptions({ queryKey: keys.summaryOf(query), queryFn: ({ signal }) => fetchSummary(query, signal) });

const EVERYTHING: FilterQuery = {};

/** Of those that match, or of all; the last counts stay on the screen while the next ones come. */
export const useStatusSummary = (query: FilterQuery = EVERYTHING) =>
  useQuery({ ...summaryQuery(query), placeholderData: keepPreviousData });
