/** What stands before and after an invoice in a list: GET /api/invoices/<id>/neighbours. */
import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { Neighbours } from "@/lib/api/types";
import type { ListedQuery } from "@/lib/invoices/list-invoices";

/** A decision may move the invoice in its list, or out of it; only for so long is its place of before of use. */
const PLACE_KEPT = 30_000;

/** The neighbours of the place that the invoice had when it was opened, even if it has left that since. */
export const neighboursQuery = (id: number, query: ListedQuery) => {
  const queryKey = keys.neighbours(id, query);
  return queryOptions({
    queryKey,
    queryFn: ({ client, signal }): Promise<Neighbours> => {
      const after = client.getQueryData<Neighbours>(queryKey)?.here;
      return bodyOf(
        api.GET("/api/invoices/{invoice_id}/neighbours", {
          params: { path: { invoice_id: id }, query: { ...query, ...(after ? { after } : {}) } },
          signal,
        }),
      );
    },
    gcTime: PLACE_KEPT,
  });
};
