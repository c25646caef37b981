/** What is known of a seller: GET /api/sellers/<id>. */
import { useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { Seller } from "@/lib/api/types";

const fetchSeller = (id: number, signal: AbortSignal): Promise<Seller> =>
  bodyOf(api.GET("/api/sellers/{seller_id}", { params: { path: { seller_id: id } }, signal }));

/** While its invoices move in the background, asked for again. */
const WHILE_CHANGING = 2_000;

export const useSeller = (id: number) =>
  useQuery({
    queryKey: keys.seller(id),
    queryFn: ({ signal }) => fetchSeller(id, signal),
    refetchInterval: ({ state }) => (state.data?.is_changing ? WHILE_CHANGING : false),
  });
