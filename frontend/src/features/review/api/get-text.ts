/** The words that were read, with their places: GET /api/invoices/<id>/text. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { ReadText } from "@/lib/api/types";
import type { Language } from "@/lib/i18n/formats";
import { useI18n } from "@/lib/i18n/i18n";

const fetchText = (id: number, language: Language, signal: AbortSignal): Promise<ReadText> =>
  bodyOf(
    api.GET("/api/invoices/{invoice_id}/text", {
      params: { path: { invoice_id: id }, query: { language } },
      signal,
    }),
  );

/** What was read changes only when the document is read again; the live events say when. */
export const textQuery = (id: number, language: Language) =>
  queryOptions({
    queryKey: keys.text(id, language),
    queryFn: ({ signal }) => fetchText(id, language, signal),
    staleTime: 10 * 60_000,
  });

/** An e-invoice is printed in the reader's language. */
export function useText(id: number, enabled: boolean) {
  const { language } = useI18n();
  return useQuery({ ...textQuery(id, language), enabled });
}
