/** The sellers that a text finds, to choose one of: GET /api/sellers. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { SellerList, SellerRow } from "@/lib/api/types";
import { useDebounced } from "@/lib/debounce";

const MOST_FOUND = 8;
/** Milliseconds without a key after which the sellers are searched. */
const REST = 150;

interface Query {
  search: string;
  sort_by: "invoices";
  sort_order: "desc";
  per_page: number;
}

const fetchFound = (query: Query, signal: AbortSignal): Promise<SellerList> =>
  bodyOf(api.GET("/api/sellers", { params: { query }, signal }));

/** Those with most invoices first, found while the text is typed; undefined without a text, and until the first are found. */
export function useFoundSellers(typed: string): readonly SellerRow[] | undefined {
  const search = useDebounced(typed, REST).trim();
  const query: Query = { search, sort_by: "invoices", sort_order: "desc", per_page: MOST_FOUND };
  const { data } = useQuery({
    queryKey: keys.sellerList(query),
    queryFn: ({ signal }) => fetchFound(query, signal),
    enabled: search !== "",
    placeholderData: keepPreviousData,
  });
  return typed.trim() === "" ? undefined : data?.sellers;
}
