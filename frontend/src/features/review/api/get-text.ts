/** The words that were read, with their places: GET /api/invoices/<id>/text. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { ReadText } from "@/lib/api/types";

const fetchText = (id: number, signal: AbortSignal): Promise<ReadText> =>
  bodyOf(api.GET("/api/invoices/{invoice_id}/text", { params: { path: { invoice_id: id } }, signal }));

/** What was read changes only when the document is read again; the live events say when. */
export const textQuery = (id: number) =>
  queryOptions({
    queryKey: keys.text(id),
    queryFn: ({ signal }) => fetchText(id, signal),
    staleTime: 10 * 60_000,
  });

export const useText = (id: number, enabled: boolean) => useQuery({ ...textQuery(id), enabled });
