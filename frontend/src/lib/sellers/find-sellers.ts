/** The sellers that a text finds, to choose one of: GET /api/sellers. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { SellerList } from "@/lib/api/types";

const MOST_FOUND = 8;

interface Query {
  search: string;
  sort_by: "invoices";
  sort_order: "desc";
  per_page: number;
}

const fetchFound = (query: Query, signal: AbortSignal): Promise<SellerList> =>
  bodyOf(api.GET("/api/sellers", { params: { query }, signal }));

/** Those with most invoices first; none without a text. */
export function useFoundSellers(q: string) {
  const query: Query = { search: q.trim(), sort_by: "invoices", sort_order: "desc", per_page: MOST_FOUND };
  return useQuery({
    queryKey: keys.sellerList(query),
    queryFn: ({ signal }) => fetchFound(query, signal),
    enabled: query.search !== "",
    placeholderData: keepPreviousData,
  });
}
