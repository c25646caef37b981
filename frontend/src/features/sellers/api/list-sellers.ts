/** The sellers by cursor, searched by name, number and account: GET /api/sellers. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { SellerList } from "@/lib/api/types";
import type { SellerOrder } from "../search";

interface Query {
  search?: string;
  sort_by?: SellerOrder;
  sort_order?: "asc" | "desc";
  per_page: number;
  after?: string;
}

const PER_PAGE = 50;

const fetchSellers = (query: Query, signal: AbortSignal): Promise<SellerList> =>
  bodyOf(api.GET("/api/sellers", { params: { query }, signal }));

/** The sellers of the last search stay on the screen while those of the next one come. */
export function useSellers(q: string, by: SellerOrder) {
  const query: Query = {
    ...(q.trim() ? { search: q.trim() } : {}),
    sort_by: by,
    sort_order: by === "name" ? "asc" : "desc",
    per_page: PER_PAGE,
  };
  return useInfiniteQuery({
    queryKey: keys.sellerList(query),
    queryFn: ({ pageParam, signal }) =>
      fetchSellers(pageParam === undefined ? query : { ...query, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}
